using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Changes;

/// <summary>Which way an objective is better.</summary>
internal enum Better { Less, More, Earlier, LaterEnd }

/// <summary>The properties of a service level: the standard's words and their two-letter synonyms, and which way each is better.</summary>
internal static class ObjectiveWords
{
    private static readonly ImmutableArray<(string Words, Better Better)> All =
    [
        ("availability av", Better.More), ("throughput th", Better.More), ("errorrate er", Better.Less),
            ("generalavailability ga", Better.Earlier),
        ("endofsupport es", Better.LaterEnd), ("endoflife el", Better.LaterEnd), ("retention re", Better.More),
            ("frequency fy", Better.Less),
        ("latency ly", Better.Less), ("freshness fr", Better.Less), ("timetodetect td", Better.Less), ("timetonotify tn", Better.Less),
        ("timetorepair tr", Better.Less), ("timeofavailability", Better.Earlier), ("completeness", Better.More),
    ];

    /// <summary>True where two words name the same property.</summary>
    public static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase)
        || All.Any(o => o.Words.Split(' ') is var words && words.Contains(a.ToLowerInvariant()) && words.Contains(b.ToLowerInvariant()));

    /// <summary>Weighs what is promised against what is relied on.</summary>
    public static Strength Weigh(Objective relied, Objective promised) => Weigh(Map(relied), Map(promised));

    private static YamlNode.Map Map(Objective o) => new([.. new[] { ("property", o.Property), ("value", o.Value), ("unit", o.Unit ?? "") }
        .Where(e => e.Item2 != "").Select(e => new YamlEntry(e.Item1, o.Place, new YamlNode.Scalar(e.Item2, true, o.Place)))], o.Place);

    /// <summary>Weighs a whole SLA property against its predecessor; either may be absent.</summary>
    public static Strength Weigh(YamlNode.Map? before, YamlNode.Map? after)
    {
        var word = NodeText.Of((after ?? before)!["property"]).ToLowerInvariant();
        var better = All.Where(o => o.Words.Split(' ').Contains(word)).Select(o => (Better?)o.Better).FirstOrDefault();
        // An end that is announced is how a contract ends in good order; withdrawing it prolongs the promise.
        if (before is null) return better == Better.LaterEnd ? Strength.Same : Strength.Stronger;
        if (after is null) return better == Better.LaterEnd ? Strength.Stronger : Strength.Weaker;
        var (old, @new) = (Size(before), Size(after));
        if (better is null || old is null || @new is null)
            return NodeText.Of(before["value"]) == NodeText.Of(after["value"]) && NodeText.Of(before["unit"]) == NodeText.Of(after["unit"])
                ? Strength.Same : Strength.Different;
        if (old == @new) return Strength.Same;
        return (better is Better.More or Better.LaterEnd) == @new > old ? Strength.Stronger : Strength.Weaker;
    }

    /// <summary>The value in one unit: seconds for a length of time, ticks for an instant, else the bare number.</summary>
    private static decimal? Size(YamlNode.Map sla)
    {
        var text = NodeText.Of(sla["value"]).Trim();
        var number = text.TrimEnd('%', ' ');
        if (decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value * Unit(
            NodeText.Of(sla["unit"]));
        if (text.StartsWith('P') && Duration(text) is { } seconds) return seconds;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.UtcTicks : null;
    }

    private static decimal? Duration(string text)
    {
        try
        {
            return (decimal)System.Xml.XmlConvert.ToTimeSpan(text).Ticks / TimeSpan.TicksPerSecond;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Seconds of a unit; 1 for what is no time.</summary>
    private static decimal Unit(string unit) => unit.ToLowerInvariant().TrimEnd('s') switch
    {
        "min" or "minute" => 60,
        "h" or "hr" or "hour" => 3600,
        "d" or "day" => 86_400,
        "w" or "wk" or "week" => 604_800,
        "mo" or "month" => 2_629_746,
        "y" or "yr" or "year" => 31_556_952,
        _ => 1,
    };
}

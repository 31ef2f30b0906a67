using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>By which right a side says a status, weakest first.</summary>
public enum StatusStanding
{
    /// <summary>By none: the right is another's, or no one's.</summary>
    None,

    /// <summary>By the right over all that it states.</summary>
    Whole,

    /// <summary>By a right that names the status.</summary>
    Named,
}

/// <summary>What the decision rights let one side say.</summary>
/// <param name="Otherwise">The standing of statuses that are not listed.</param>
/// <param name="Statuses">Statuses of another standing.</param>
public sealed record StatusVoice(StatusStanding Otherwise, ImmutableSortedDictionary<string, StatusStanding> Statuses)
{
    public static StatusVoice None { get; } =
        new(StatusStanding.None, ImmutableSortedDictionary<string, StatusStanding>.Empty.WithComparers(StringComparer.Ordinal));

    public StatusStanding Of(string status) => Statuses.GetValueOrDefault(status, Otherwise);

    /// <summary>Whether it may say nothing at all.</summary>
    public bool IsSilent => Otherwise == StatusStanding.None && Statuses.Values.All(s => s == StatusStanding.None);

    /// <summary>Everything it says, the same for equal voices.</summary>
    public string Text => string.Join(';', Statuses.Select(s => $"{s.Key}={s.Value}").Prepend($"{Otherwise}"));

    /// <summary>The standing of the status in a column as a number; what is not said has none.</summary>
    internal string Sql(string column)
    {
        var cases = Statuses.GroupBy(s => s.Value).OrderBy(g => g.Key).Select(g =>
            $" WHEN {column} IN ({string.Join(", ", g.Select(s => Quote.Text(s.Key)))}) THEN {Number(g.Key)}");
        return $"CASE WHEN {column} IS NULL THEN 0{string.Concat(cases)} ELSE {Number(Otherwise)} END";
    }

    private static string Number(StatusStanding standing) => ((int)standing).ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads the passes of a comparison.</summary>
internal static class MatchPassDocument
{
    private static readonly string[] Kinds = ["key", "group-sum", "links", "subset-sum", "unique"];

    private static FindingKind Bad => ReconciliationDocument.BadComparison;

    public static ImmutableArray<MatchPass> Passes(Fields f)
    {
        var passes = f.Maps("passes").Select(Pass).ToImmutableArray();
        return passes.IsEmpty ? [new MatchPass(PassKind.Key, null, null, null, f.Place)] : passes;
    }

    private static MatchPass Pass(Fields f)
    {
        var kind = f.Word("by", Kinds) switch
        {
            "group-sum" => PassKind.GroupSum,
            "links" => PassKind.Links,
            "subset-sum" => PassKind.Subset,
            "unique" => PassKind.Unique,
            _ => PassKind.Key,
        };
        var key = f.Map("key");
        var pass = new MatchPass(kind, f.Has("key") ? [.. key.Texts("a")] : null, f.Has("key") ? [.. key.Texts("b")] : null, Tolerance(f),
            f.Place);
        if (pass.KeyA?.Length != pass.KeyB?.Length) f.Findings.Add(Bad.At(f.PlaceOf("key"),
            "the pass has different numbers of key columns on its sides",
            "give as many on each side"));
        if (pass.KeyA is { IsEmpty: true } && kind is not (PassKind.Unique or PassKind.Subset)) f.Findings.Add(Bad.At(f.PlaceOf("key"),
            "the pass has no key column", "name a column on each side; only a pass `by: unique` or `by: subset-sum` can do without"));
        if (kind == PassKind.Links) pass = pass with { Links = Links(f) };
        if (kind == PassKind.Unique) pass = Unique(f, pass);
        if (kind == PassKind.Subset) pass = Subset(f, pass);
        f.End();
        return pass;
    }

    private static ImmutableArray<(string A, string B)> Links(Fields f)
    {
        var links = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var link in f.Maps("links"))
        {
            links.Add((link.Required("a"), link.Required("b")));
            link.End();
        }
        if (links.Count == 0) f.Findings.Add(Bad.At(f.Place, "a pass by links has no links", "list them: links: [{a: …, b: …}]"));
        return links.ToImmutable();
    }

    private static MatchPass Unique(Fields f, MatchPass pass)
    {
        var pairs = f.Integer("pairs");
        if (pairs is <= 0) f.Findings.Add(Bad.At(f.PlaceOf("pairs"), "a search needs pairs to look at",
            "give the most pairs to look at in one block, such as 20000000"));
        if (f.Has("band") && f.Has("tolerance")) f.Findings.Add(Bad.At(f.PlaceOf("band"), "the pass has both a tolerance and a band",
            "keep one of them"));
        return pass with
        {
            Window = Window(f), Band = Band(f), Pairs = pairs ?? pass.Pairs, Chance = Chance(f) ?? pass.Chance,
        };
    }

    private static MatchPass Subset(Fields f, MatchPass pass)
    {
        var (rows, cap) = (f.Integer("rows") ?? pass.Rows, f.Integer("cap") ?? pass.Cap);
        if (cap is < 2 or > SubsetRule.MostCap) f.Findings.Add(Bad.At(f.PlaceOf("cap"), "subsets cannot be looked for among so many rows",
            $"give the most rows to look among for one total, from 2 to {SubsetRule.MostCap}: chance alone gives subsets of more for any total"));
        if (rows < 2 || rows > SubsetRule.MostCap) f.Findings.Add(Bad.At(f.PlaceOf("rows"), "a subset cannot have so many rows",
            $"give the most rows of a subset, from 2 to {SubsetRule.MostCap}"));
        if (pass.Tolerance is not null) f.Findings.Add(Bad.At(f.PlaceOf("tolerance"), "subsets add up exactly or not at all",
            "leave the tolerance out: within one, chance gives subsets for any total"));
        return pass with
        {
            Window = Window(f), Chance = Chance(f) ?? pass.Chance, Rows = (int)Math.Clamp(rows, 2, SubsetRule.MostCap),
            Cap = (int)Math.Clamp(cap, 2, SubsetRule.MostCap), Total = f.Word("total", "a", "b") switch { "a" => Side.A, "b" => Side.B, _ => null },
        };
    }

    private static long? Chance(Fields f)
    {
        var chance = f.Number("chance");
        if (chance is <= 0 or > 0.01m) f.Findings.Add(Bad.At(f.PlaceOf("chance"),
            "a match cannot be confirmed at this number of partners expected by chance", "give a number above 0 and of at most 0.01"));
        return chance is { } limit ? Math.Max(1, (long)Math.Round(limit * 1_000_000m)) : null;
    }

    private static MatchWindow? Window(Fields f)
    {
        if (f.Node("within") is null) return null;
        if (f.Node("within") is YamlNode.Scalar scalar)
        {
            var (days, business) = Days(f, scalar);
            return new MatchWindow(days, days) { Business = business };
        }
        var window = f.Map("within");
        var (before, after) = (Of("before"), Of("after"));
        window.End();
        if (before is { } one && after is { } other && one.Days > 0 && other.Days > 0 && one.Business != other.Business)
            f.Findings.Add(Bad.At(f.PlaceOf("within"), "the window counts days one way and business days the other", "write both as 3d, or both as 3bd"));
        return new MatchWindow(before?.Days ?? 0, after?.Days ?? 0) { Business = before?.Business == true || after?.Business == true };

        (int Days, bool Business)? Of(string side) => window.Node(side) is YamlNode.Scalar scalar ? Days(f, scalar) : null;
    }

    private static (int Days, bool Business) Days(Fields f, YamlNode.Scalar scalar)
    {
        if (CalendarDocument.BusinessDays(scalar.Text) is { } business) return (business, true);
        if (scalar.Text.Length is > 1 and < 7 && scalar.Text[^1] == 'd'
            && int.TryParse(scalar.Text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)) return (days, false);
        f.Findings.Add(Bad.At(scalar.Place, $"`{scalar.Text}` is no number of days", "write whole days, such as 5d, or business days, such as 3bd"));
        return (0, false);
    }

    private static AmountBand? Band(Fields f)
    {
        if (!f.Has("band")) return null;
        var band = f.Map("band");
        var (from, to) = (band.Number("from") ?? 100, band.Number("to") ?? 100);
        band.End();
        if (from < 0 || to < from || to > 1_000_000) f.Findings.Add(Bad.At(f.PlaceOf("band"), "the band is empty or negative",
            "give how many percent of a's amount b's may be, such as {from: 90, to: 100}"));
        return new AmountBand((long)Math.Round(from * 10_000), (long)Math.Round(to * 10_000));
    }

    private static Tolerance? Tolerance(Fields f)
    {
        if (!f.Has("tolerance")) return null;
        var t = f.Map("tolerance");
        var side = t.Word("of", "a", "b") == "b" ? Side.B : Side.A;
        var tolerance = new Tolerance(t.Integer("minor") ?? 0, t.Number("basisPoints") ?? 0, side);
        if (tolerance.Minor < 0 || tolerance.BasisPoints < 0) f.Findings.Add(Bad.At(f.PlaceOf("tolerance"), "a tolerance is negative",
            "give how far apart amounts may be, as a positive number"));
        t.End();
        return tolerance;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads the passes of a comparison.</summary>
internal static class MatchPassDocument
{
    private static readonly string[] Kinds = ["key", "group-sum", "links", "unique"];

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
            "unique" => PassKind.Unique,
            _ => PassKind.Key,
        };
        var key = f.Map("key");
        var pass = new MatchPass(kind, f.Has("key") ? [.. key.Texts("a")] : null, f.Has("key") ? [.. key.Texts("b")] : null, Tolerance(f),
            f.Place);
        if (pass.KeyA?.Length != pass.KeyB?.Length) f.Findings.Add(Bad.At(f.PlaceOf("key"),
            "the pass has different numbers of key columns on its sides",
            "give as many on each side"));
        if (pass.KeyA is { IsEmpty: true } && kind != PassKind.Unique) f.Findings.Add(Bad.At(f.PlaceOf("key"),
            "the pass has no key column", "name a column on each side; only a pass `by: unique` can do without"));
        if (kind == PassKind.Links) pass = pass with { Links = Links(f) };
        if (kind == PassKind.Unique) pass = Unique(f, pass);
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
        var chance = f.Number("chance");
        if (chance is <= 0 or > 0.01m) f.Findings.Add(Bad.At(f.PlaceOf("chance"),
            "a match cannot be confirmed at this number of partners expected by chance", "give a number above 0 and of at most 0.01"));
        var pairs = f.Integer("pairs");
        if (pairs is <= 0) f.Findings.Add(Bad.At(f.PlaceOf("pairs"), "a search needs pairs to look at",
            "give the most pairs to look at in one block, such as 20000000"));
        if (f.Has("band") && f.Has("tolerance")) f.Findings.Add(Bad.At(f.PlaceOf("band"), "the pass has both a tolerance and a band",
            "keep one of them"));
        return pass with
        {
            Window = Window(f), Band = Band(f), Pairs = pairs ?? pass.Pairs,
            Chance = chance is { } limit ? Math.Max(1, (long)Math.Round(limit * 1_000_000m)) : pass.Chance,
        };
    }

    private static MatchWindow? Window(Fields f)
    {
        if (f.Node("within") is null) return null;
        if (f.Node("within") is YamlNode.Scalar scalar && Days(f, scalar) is var both) return new MatchWindow(both, both);
        var window = f.Map("within");
        var read = new MatchWindow(Of("before"), Of("after"));
        window.End();
        return read;

        int Of(string side) => window.Node(side) is YamlNode.Scalar scalar ? Days(f, scalar) : 0;
    }

    private static int Days(Fields f, YamlNode.Scalar scalar)
    {
        if (scalar.Text.Length is > 1 and < 7 && scalar.Text[^1] == 'd'
            && int.TryParse(scalar.Text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)) return days;
        f.Findings.Add(Bad.At(scalar.Place, $"`{scalar.Text}` is no number of days", "write whole days, such as 5d"));
        return 0;
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

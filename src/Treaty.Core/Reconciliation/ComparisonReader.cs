using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads the <c>comparisons</c> of a reconciled product or a legacy feed.</summary>
/// <param name="side">Finds the object that a side names, or reports that there is none.</param>
internal sealed class ComparisonReader(Reference owner, string accountable, string timeZone, Func<Fields, string, string, Reference?> side)
{
    private static readonly (string, Side)[] Sides = [("a", Side.A), ("b", Side.B)];

    public ImmutableArray<Comparison> Read(Fields fields) => fields.Each("comparisons", One);

    private Comparison? One(Fields fields)
    {
        var id = fields.Id("id");
        var (aliasA, aliasB) = (fields.Required("a"), fields.Required("b"));
        var (a, b) = (side(fields, "a", aliasA), side(fields, "b", aliasB));
        var key = Pair(fields, "key");
        if (key is null && !fields.Has("key")) fields.Missing("key");
        var passes = fields.Has("passes") ? fields.Each("passes", Pass) : [new MatchPass(PassKind.Key, null, null, null, fields.Place)];
        var copies = Copies(fields, passes);
        var comparison = new Comparison(id, owner, accountable, timeZone,
            new ComparisonSide(a ?? owner, aliasA, key?.A ?? [], copies.A), new ComparisonSide(b ?? owner, aliasB, key?.B ?? [], copies.B),
            fields.Word<Side>("child", Sides), Measures(fields), fields.Inside("status", Status), fields.Each("attributes", Attribute),
                passes,
            fields.Word<PeriodGrain>("period", ("day", PeriodGrain.Day), ("month", PeriodGrain.Month)),
            fields.Parsed<TimeSpan>("grace", "a time such as `5d`, `12h` or `30m`", Duration) ?? TimeSpan.Zero,
            fields.Each("definitions", Definition), fields.Inside("routes", Routes) ?? ImmutableDictionary<DiscrepancyClass, string>.Empty,
                fields.Place);
        return a is null || b is null ? null : comparison;
    }

    // Rows equal in the key are copies unless a pass sums groups, where equal keys are what is expected.
    private static (ImmutableArray<string>? A, ImmutableArray<string>? B) Copies(Fields fields, ImmutableArray<MatchPass> passes)
    {
        ImmutableArray<string>? otherwise = passes.Any(pass => pass.Kind == PassKind.GroupSum) ? null : ImmutableArray<string>.Empty;
        var said = fields.Inside("identity", f => new TwoLists(f.Texts("a"), f.Texts("b")));
        return (said is { A.IsEmpty: false } ? said.A : otherwise, said is { B.IsEmpty: false } ? said.B : otherwise);
    }

    private static TwoLists? Pair(Fields fields, string key) => fields.Inside(key, pair =>
    {
        if (!pair.Has("a")) pair.Missing("a");
        if (!pair.Has("b")) pair.Missing("b");
        var lists = new TwoLists(pair.Texts("a"), pair.Texts("b"));
        if (!lists.A.IsEmpty && !lists.B.IsEmpty && lists.A.Length != lists.B.Length)
            pair.Report(ReconciliationFindings.KeyLength.At(pair.Place,
                $"the key has {lists.A.Length} parts on side a and {lists.B.Length} on side b", "give both sides as many"));
        return lists;
    });

    private static ImmutableArray<ComparedMeasure> Measures(Fields fields) =>
        fields.Node("measures") is YamlSequence list
            ? [.. list.Items.Select(item => item is YamlScalar name ? new ComparedMeasure(name.Text, name.Text, name.Text)
                : fields.Nested(item, Measure)).OfType<ComparedMeasure>()]
            : fields.Each("measures", Measure);

    private static ComparedMeasure Measure(Fields fields)
    {
        var name = fields.Id("name");
        return new ComparedMeasure(name, fields.Text("a") ?? name, fields.Text("b") ?? name);
    }

    private static ComparedStatus Status(Fields fields) =>
        new(fields.Required("a"), fields.Required("b"), Same(fields), fields.Word<Side>("decides", Sides));

    private static ImmutableArray<(string, string)> Same(Fields fields)
    {
        var pairs = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var item in (fields.Node("same") as YamlSequence)?.Items ?? [])
            if (item is YamlSequence { Items: [YamlScalar a, YamlScalar b] }) pairs.Add((a.Text, b.Text));
            else fields.Report(YamlFindings.WrongShape.At(fields.PlaceOf(item), "two texts are expected here",
                "write `[status of a, status of b]`"));
        if (fields.Node("same") is { } node and not YamlSequence)
            fields.Report(YamlFindings.WrongShape.At(fields.PlaceOf(node), "`same` has to be a list of pairs",
                "write `same: [[paid, captured]]`"));
        return pairs.ToImmutable();
    }

    private static ComparedAttribute Attribute(Fields fields)
    {
        var name = fields.Required("name");
        return new ComparedAttribute(name, fields.Text("a") ?? name, fields.Text("b") ?? name);
    }

    private static MatchPass? Pass(Fields fields)
    {
        fields.Required("by");
        var kind = fields.Word<PassKind>("by", ("key", PassKind.Key), ("group-sum", PassKind.GroupSum));
        var key = Pair(fields, "key");
        var tolerance = fields.Inside("tolerance", Tolerance);
        return kind is { } known ? new MatchPass(known, key?.A, key?.B, tolerance, fields.Place) : null;
    }

    private static Tolerance Tolerance(Fields fields)
    {
        var (minor, points, of) = (fields.Long("minor") ?? 0, fields.Decimal("basisPoints") ?? 0, fields.Word<Side>("of", Sides));
        string? wrong = minor < 0 || points < 0 ? "a tolerance cannot be negative"
            : points > 10_000 ? "a tolerance of more than 10,000 basis points allows anything"
            : minor == 0 && points == 0 ? "the tolerance is zero"
            : points > 0 && of is null && !fields.Has("of") ? "basis points of which side is not said"
            : null;
        if (wrong is not null)
            fields.Report(ReconciliationFindings.Tolerance.At(fields.Place, wrong,
                "write `{minor: 5}` or `{basisPoints: 10, of: a}`, or remove the tolerance"));
        return new Tolerance(Math.Max(0, minor), Math.Clamp(points, 0, 10_000), of ?? Side.A);
    }

    private static DefinitionDifference Definition(Fields fields) => new(
        fields.Id("id"), fields.Text("measure"), fields.Text("when"), fields.Text("amount"), fields.Word<Side>("only", Sides),
        fields.Required("owner"), fields.Required("reason"), fields.Place);

    private static ImmutableDictionary<DiscrepancyClass, string> Routes(Fields fields)
    {
        var routes = ImmutableDictionary.CreateBuilder<DiscrepancyClass, string>();
        foreach (var value in Enum.GetValues<DiscrepancyClass>())
            if (value != DiscrepancyClass.Matched && fields.Text(value.Text()) is { } team) routes[value] = team;
        return routes.ToImmutable();
    }

    internal static TimeSpan? Duration(string text) =>
        text.Length is > 1 and <= 6 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            'w' => TimeSpan.FromDays(7 * count),
            _ => null,
        }
        : null;

    private sealed record TwoLists(ImmutableArray<string> A, ImmutableArray<string> B);
}

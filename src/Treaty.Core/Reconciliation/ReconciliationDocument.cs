using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Reconciliation.Walks;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads reconciliation.yaml, and the comparisons of feed.yaml.</summary>
public static class ReconciliationDocument
{
    public static readonly FindingKind BadComparison = new("TRY0601", Severity.Error, "a comparison cannot be made");
    public static readonly FindingKind NoZone = new("TRY0602", Severity.Error, "there is no such time zone");

    public static (ReconciliationRules Rules, ImmutableArray<Comparison> Comparisons) Read(YamlNode root, Reference product,
        List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        f.Required("reconciliation");
        var accountable = f.Required("accountable");
        var zone = f.Text("timezone") ?? "UTC";
        var inputs = Inputs(f.Map("inputs"));
        Reference? Resolve(string name) => inputs.FirstOrDefault(i => i.Alias == name)?.Object;
        var comparisons = Comparisons(f, new Declared(product, accountable, zone, Resolve));
        f.Text("title");
        f.Text("purpose");
        f.End("description");
        return (new ReconciliationRules(product, accountable, zone, inputs, comparisons, root.Place), comparisons);
    }

    public static ImmutableArray<Comparison> Comparisons(Fields f, Declared declared) =>
        [.. f.Maps("comparisons").Select(c => ComparisonDocument.Read(c, declared)).OfType<Comparison>()];

    private static ImmutableArray<ReconciliationInput> Inputs(Fields f)
    {
        var inputs = ImmutableArray.CreateBuilder<ReconciliationInput>();
        foreach (var entry in f.Entries)
            if (entry.Value is YamlNode.Scalar scalar && Reference.TryParse(scalar.Text) is { } reference) inputs.Add(new(entry.Key,
                reference,
                entry.Value.Place));
            else f.Findings.Add(BadComparison.At(entry.Value.Place, $"the input `{entry.Key}` is no reference",
                "write <context>.<product>/<object>"));
        return inputs.ToImmutable();
    }
}

/// <summary>Where comparisons are declared: by whom, for which team and time zone, and how a side's name becomes a reference.</summary>
public sealed record Declared(Reference Owner, string Accountable, string TimeZone, Func<string, Reference?> Resolve);

/// <summary>Reads one comparison.</summary>
internal static class ComparisonDocument
{
    private static FindingKind Bad => ReconciliationDocument.BadComparison;

    public static Comparison? Read(Fields f, Declared declared)
    {
        var id = f.Required("id");
        var (nameA, nameB) = (f.Required("a"), f.Required("b"));
        var (a, b) = (Resolve(f, "a", nameA, declared), Resolve(f, "b", nameB, declared));
        var passes = MatchPassDocument.Passes(f);
        var key = f.Map("key");
        var through = key.Map("through");
        var (keyA, keyB) = (key.Texts("a").ToImmutableArray(), key.Texts("b").ToImmutableArray());
        if (keyA.IsEmpty || keyA.Length != keyB.Length)
            f.Findings.Add(Bad.At(f.PlaceOf("key"), $"comparison `{id}` has {keyA.Length} key columns on a and {keyB.Length} on b",
                "give `key: {a: …, b: …}` with as many on each side"));
        var (identity, scope, valid) = (f.Map("identity"), f.Map("scope"), f.Map("valid"));
        // Several rows of a key are what a group sum expects, so without a declared identity they are no copies.
        ImmutableArray<string>? Identity(string side) => identity.Has(side) ? [.. identity.Texts(side)]
            : passes.Any(p => p.Kind == PassKind.GroupSum) ? null
            : [];
        ComparisonSide On(string side, Reference? of, string name, ImmutableArray<string> keys) =>
            new(of ?? declared.Owner, name, keys, Identity(side))
            {
                Scope = scope.Text(side), Valid = valid.Text(side), Through = MappingDocument.Through(through, side, declared),
            };
        var measures = MeasureDocument.Read(f);
        var comparison = new Comparison(
            id, declared.Owner, declared.Accountable, f.Text("timezone") ?? declared.TimeZone,
            On("a", a, nameA, keyA), On("b", b, nameB, keyB),
            SideOf(f.Word("child", "a", "b")), measures.Measures, Status(f), [.. f.Maps("attributes").Select(Attribute)], passes,
            f.Word("period", "day", "month") switch { "day" => PeriodGrain.Day, "month" => PeriodGrain.Month, _ => null },
            Grace(f), [.. f.Maps("definitions").Select(Definition)], Routes(f.Map("routes")), f.Place)
        {
            Counts = measures.Counts, Ratios = measures.Ratios, CommonKey = key.Flag("common", true), Similar = Similar(f),
            Decisions = DecisionRules.Read(f), Reporting = ReportingDocument.Read(f, declared),
                Calendar = CalendarDocument.Read(f, declared),
            CutOff = MappingDocument.CutOff(f),
                Controls = [.. f.Maps("controls").Select(c => MappingDocument.Control(c, declared)).OfType<ControlTotal>()],
        };
        if (!comparison.CommonKey
            && passes.FirstOrDefault(p => p.Kind is PassKind.Key or PassKind.GroupSum && p.KeyA is null) is { } keyless)
            f.Findings.Add(Bad.At(keyless.Place, "the pass has no key that both sides share", "give the pass a `key` of its own"));
        foreach (var part in new[] { identity, scope, valid, through }) part.End();
        key.End();
        f.End("title", "description", "purpose");
        return a is null || b is null ? null : comparison;
    }

    private static Reference? Resolve(Fields f, string side, string name, Declared declared)
    {
        if (declared.Resolve(name) is { } reference) return reference;
        if (name != "") f.Findings.Add(Bad.At(f.PlaceOf(side), $"`{name}` is no input of this document",
            "name an alias of `inputs`, or in a feed a reference such as zone.revenue"));
        return null;
    }

    private static Side? SideOf(string? word) => word switch { "a" => Side.A, "b" => Side.B, _ => null };

    private static (string A, string B)? Similar(Fields f)
    {
        if (!f.Has("similar")) return null;
        var s = f.Map("similar");
        var similar = (s.Required("a"), s.Required("b"));
        s.End();
        return similar;
    }

    private static ComparedStatus? Status(Fields f)
    {
        if (!f.Has("status")) return null;
        var s = f.Map("status");
        var same = ImmutableArray.CreateBuilder<(string A, string B)>();
        var rights = s.Map("rights");
        var held = rights.Entries.Select(e => (e.Key, Side: rights.Word(e.Key, "a", "b") == "b" ? Side.B : Side.A)).ToImmutableArray();
        foreach (var pair in s.List("same"))
            if (pair is YamlNode.Sequence { Items: [YamlNode.Scalar a, YamlNode.Scalar b] }) same.Add((a.Text, b.Text));
            else f.Findings.Add(Bad.At(pair.Place, "a pair of statuses is a list of two", "write [status of a, status of b]"));
        var status = new ComparedStatus(s.Required("a"), s.Required("b"), same.ToImmutable(), SideOf(s.Word("decides", "a", "b")))
        {
            Rights = held, Place = f.PlaceOf("status"),
        };
        s.End();
        return status;
    }

    private static ComparedAttribute Attribute(Fields f)
    {
        var name = f.Required("name");
        var attribute = new ComparedAttribute(name, f.Text("a") ?? name, f.Text("b") ?? name);
        f.End();
        return attribute;
    }

    private static TimeSpan Grace(Fields f)
    {
        if (f.Text("grace") is not { } text || CalendarDocument.BusinessDays(text) is not null) return TimeSpan.Zero;
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && text[^1] is 'd' or 'h')
            return text[^1] == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        f.Findings.Add(Bad.At(f.PlaceOf("grace"), $"`{text}` is no length of time", "write a number of days, hours or business days, such as 5d, 12h or 3bd"));
        return TimeSpan.Zero;
    }

    private static DefinitionDifference Definition(Fields f)
    {
        var definition = new DefinitionDifference(
            f.Required("id"), f.Text("measure"), f.Text("when"), f.Text("amount"), SideOf(f.Word("only", "a", "b")), f.Required("owner"),
                f.Required("reason"),
                f.Place);
        f.End();
        return definition;
    }

    private static ImmutableDictionary<DiscrepancyClass, string> Routes(Fields f)
    {
        var routes = ImmutableDictionary.CreateBuilder<DiscrepancyClass, string>();
        foreach (var entry in f.Entries)
            if (ReconciliationWords.TryParseClass(entry.Key) is not { } value)
                f.Findings.Add(Fields.UnknownWord.At(entry.KeyPlace, $"`{entry.Key}` is no class of discrepancy",
                    Nearest.Help(entry.Key, [.. Enum.GetValues<DiscrepancyClass>().Select(c => c.Text())])));
            else if (entry.Value is YamlNode.Scalar team) routes[value] = team.Text;
        return routes.ToImmutable();
    }
}

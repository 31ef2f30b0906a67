using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Reconciliation.Walks;

namespace Treaty.Core.Reconciliation;

/// <summary>How a reconciled product is made: its inputs under aliases, who answers for it, and the comparisons between inputs.</summary>
public sealed record ReconciliationRules(
    Reference Product, string Accountable, string TimeZone, ImmutableArray<ReconciliationInput> Inputs,
        ImmutableArray<Comparison> Comparisons,
        SourcePlace Place)
{
    public ReconciliationInput? Input(string alias) => Inputs.FirstOrDefault(input => input.Alias == alias);
}

/// <summary>One object of one product, under the alias that the rules and rows.sql use.</summary>
public sealed record ReconciliationInput(string Alias, Reference Object, SourcePlace Place);

/// <summary>
/// Two sets of rows that should agree. Every row of both sides lands in exactly one group; every group has one proof kind and one class.
/// <see cref="Owner"/> is the reconciled product or the legacy feed whose documents declare it.
/// </summary>
public sealed record Comparison(
    string Id,
    Reference Owner,
    string Accountable,
    string TimeZone,
    ComparisonSide A,
    ComparisonSide B,
    Side? Child,
    ImmutableArray<ComparedMeasure> Measures,
    ComparedStatus? Status,
    ImmutableArray<ComparedAttribute> Attributes,
    ImmutableArray<MatchPass> Passes,
    PeriodGrain? Period,
    TimeSpan Grace,
    ImmutableArray<DefinitionDifference> Definitions,
    ImmutableDictionary<DiscrepancyClass, string> Routes,
    SourcePlace Place)
{
    /// <summary>False where the two sides number their rows each for itself, so that equal keys mean nothing.</summary>
    public bool CommonKey { get; init; } = true;

    /// <summary>Texts of the two sides by whose likeness proposals are ranked; they never confirm a match.</summary>
    public (string A, string B)? Similar { get; init; }

    /// <summary>How its discrepancies are decided upon.</summary>
    public DecisionRules Decisions { get; init; } = DecisionRules.Default;

    /// <summary>The time of day, in the comparison's time zone, from which an instant belongs to the next day; midnight where
    /// null.</summary>
    public TimeSpan? CutOff { get; init; }

    /// <summary>The canonical name: of its owner, and its id, such as <c>zone.revenue:order_payment</c>.</summary>
    public string Ref => $"{Owner}:{Id}";

    /// <summary>The currency in which the sides are compared; null where each currency is compared by itself.</summary>
    public ReportingRule? Reporting { get; init; }

    /// <summary>True where rows may be invalid, out of scope or without a rate, each a group of its own.</summary>
    public bool MarksRows => A.Marks || B.Marks || Reporting is not null;

    /// <summary>Numbers of different keys, which no sum over groups gives.</summary>
    public ImmutableArray<DistinctCount> Counts { get; init; } = [];

    /// <summary>Measures divided by one another.</summary>
    public ImmutableArray<MeasureRatio> Ratios { get; init; } = [];

    /// <summary>Everything that a bridge can be drawn of.</summary>
    public IEnumerable<string> MeasureNames =>
        Measures.Select(m => m.Name).Concat(Counts.Select(c => c.Name)).Concat(Ratios.Select(r => r.Name));

    /// <summary>Totals from elsewhere that the sides must come to.</summary>
    public ImmutableArray<ControlTotal> Controls { get; init; } = [];

    /// <summary>What the comparison reads besides its two sides, by the names that its SQL has for them.</summary>
    public IEnumerable<ReadInput> Inputs => new[] { A.Through?.Read, B.Through?.Read }.OfType<ReadInput>()
        .Concat(Reporting is { } rule ? [rule.Read] : []).Concat(Controls.Select(control => control.Read))
            .Concat(Calendar?.Read is { } calendar ? [calendar] : [])
        .DistinctBy(read => read.Name, StringComparer.Ordinal);

    /// <summary>Days that are no business days, for graces, windows and ages counted in business days; null where it declares none and its
    /// grace is in days.</summary>
    public BusinessCalendar? Calendar { get; init; }

    public ComparisonSide On(Side side) => side == Side.A ? A : B;

    /// <summary>The expressions over one row that conditions, links, mappings and control totals are made of.</summary>
    public IEnumerable<string> RowExpressions() =>
        new[] { A.Scope, A.Valid, B.Scope, B.Valid, Similar?.A, Similar?.B, A.Through?.From, A.Through?.To, B.Through?.From, B.Through?.To }
            .Concat(Passes.SelectMany(pass => pass.Links).SelectMany(link => new[] { link.A, link.B }))
            .Concat(Counts.SelectMany(count => new[] { count.A, count.B }))
            .Concat(Measures.Select(m => m.Factors).OfType<MeasureFactors>()
                .SelectMany(f => new[] { f.First.A, f.First.B, f.Second.A, f.Second.B }))
            .Concat(Reporting is { } r ? [r.From, r.To, r.Date, r.Rate, r.DateA, r.DateB] : [])
            .Concat(Controls.SelectMany(control => new[] { control.Amount, control.Currency, control.Date })).OfType<string>();
}

public enum Side { A, B }

/// <summary>How far apart two dates may be before they count as different: another day, or another calendar month, in the comparison's
/// time zone.</summary>
public enum PeriodGrain { Day, Month }

/// <summary>One side: the object compared (with product), its alias in text, the key expressions, and the expressions that make two rows
/// copies (empty: the
/// key; null: never).</summary>
public sealed record ComparisonSide(
    Reference Object, string Alias, ImmutableArray<string> Key, ImmutableArray<string>? Identity)
{
    /// <summary>A condition; rows for which it does not hold are out of scope, each a group of its own. Null: all are in scope.</summary>
    public string? Scope { get; init; }

    /// <summary>A condition; rows for which it does not hold are invalid, each a group of its own. Null: all are valid.</summary>
    public string? Valid { get; init; }

    /// <summary>A mapping by which the side's keys become those of the other; null where they are used as they are.</summary>
    public Crosswalk? Through { get; init; }

    /// <summary>True where rows may be out of scope or invalid.</summary>
    public bool Marks => Scope is not null || Valid is not null;
}

/// <summary>Which days business is done on.</summary>
/// <param name="Days">How many business days a grace is; 0 where it is counted in days or hours.</param>
/// <param name="Weekend">Days of the week, 1 for Monday to 7, on which none is done.</param>
/// <param name="Holidays">Other days on which none is done.</param>
/// <param name="Read">An input that lists further ones.</param>
/// <param name="Column">Its column with the day.</param>
public sealed record BusinessCalendar(int Days, ImmutableArray<int> Weekend, ImmutableArray<DateOnly> Holidays, ReadInput? Read,
    string? Column)
{
    /// <summary>That of a comparison which declares none: no business on Saturdays and Sundays.</summary>
    public static BusinessCalendar Standard { get; } = new(0, [6, 7], [], null, null);
}

/// <summary>A mapping of keys in two columns of an input. A key that maps to several others maps to none: which is meant cannot be
/// known.</summary>
public sealed record Crosswalk(ReadInput Read, string From, string To);

/// <summary>An object that a comparison reads besides its sides.</summary>
/// <param name="Name">Its alias among the inputs of a reconciled product; the reference itself in a feed's comparison.</param>
public sealed record ReadInput(string Name, Reference Object);

/// <summary>A total from elsewhere (a statement, a ledger) that a side's total of a measure must come to, by currency.</summary>
/// <param name="Read">What holds it.</param>
/// <param name="Amount">What is summed there.</param>
/// <param name="Currency">The currency of a row there; null where the measure has none.</param>
/// <param name="Owner">The team that answers for the total.</param>
public sealed record ControlTotal(
    string Id, Side Side, string Measure, ReadInput Read, string Amount, string? Currency, string Owner, SourcePlace Place)
{
    /// <summary>The date there for which a total is stated; null for one total over all dates.</summary>
    public string? Date { get; init; }

    /// <summary>What a stated total spans.</summary>
    public PeriodGrain By { get; init; } = PeriodGrain.Month;
}

/// <summary>A measure of each side's contract that should come to the same.</summary>
public sealed record ComparedMeasure(string Name, string A, string B)
{
    /// <summary>The two factors whose product it is; null where it is walked as a whole.</summary>
    public MeasureFactors? Factors { get; init; }
}

/// <summary>Status expressions of the two sides and which pairs mean the same; equal texts always do.</summary>
/// <param name="Decides">The side whose status holds where neither the decision rights nor <see cref="Rights"/> say.</param>
public sealed record ComparedStatus(string A, string B, ImmutableArray<(string A, string B)> Same, Side? Decides)
{
    /// <summary>Statuses with the side whose word they are, for what the decision rights leave open; the first that is said goes before
    /// the others.</summary>
    public ImmutableArray<(string Status, Side Side)> Rights { get; init; } = [];

    /// <summary>What the decision rights of the mesh let each side say; nothing until they are looked up for a day.</summary>
    public (StatusVoice A, StatusVoice B) Voices { get; init; } = (StatusVoice.None, StatusVoice.None);

    public SourcePlace? Place { get; init; }

    public StatusVoice Voice(Side side) => side == Side.A ? Voices.A : Voices.B;
}

/// <summary>Another pair of columns that should agree.</summary>
public sealed record ComparedAttribute(string Name, string A, string B);

/// <summary>
/// Key: one row a side and key. GroupSum: sums of all rows of a key. Links: sums of all rows that any of several keys links, N to
/// M. Unique: one
/// row of each side that nothing else fits as well, by dates and amounts within a block. Subset: rows of one side that add up to a row of
/// the other, as proposals only.
/// </summary>
public enum PassKind { Key, GroupSum, Links, Unique, Subset }

/// <summary>One step of matching: by its own key or the comparison's, amounts equal or within a tolerance.</summary>
public sealed record MatchPass(PassKind Kind, ImmutableArray<string>? KeyA, ImmutableArray<string>? KeyB, Tolerance? Tolerance,
    SourcePlace Place)
{
    /// <summary>Unique and subset passes only: how far apart the dates may be; null where they do not matter.</summary>
    public MatchWindow? Window { get; init; }

    /// <summary>Unique passes only: between which shares of A's amount B's may be.</summary>
    public AmountBand? Band { get; init; }

    /// <summary>Unique passes: a match is confirmed below this number of partners expected by chance, in millionths. Subset passes: a
    /// subset is called unique below it.</summary>
    public long Chance { get; init; } = MostChance;

    /// <summary>Unique passes only: the most pairs to look at in one block.</summary>
    public long Pairs { get; init; } = 20_000_000;

    /// <summary>Links passes only: pairs of columns, any of which links a row of A to a row of B.</summary>
    public ImmutableArray<(string A, string B)> Links { get; init; } = [];

    /// <summary>Subset passes only: the side whose single rows others add up to; null for both.</summary>
    public Side? Total { get; init; }

    /// <summary>Subset passes only: the most rows of a subset.</summary>
    public int Rows { get; init; } = 6;

    /// <summary>Subset passes only: the most rows among which the subsets of one row are looked for.</summary>
    public int Cap { get; init; } = 24;

    /// <summary>A hundredth of a partner by chance: no rule may confirm above it.</summary>
    public const long MostChance = 10_000;
}

/// <summary>|b − a| may be at most <paramref name="Minor"/> units of the last digit, or basis points of the named side's amount,
/// whichever is more.
/// Inclusive.</summary>
public sealed record Tolerance(long Minor, decimal BasisPoints, Side Of);

/// <summary>A difference that is documented and owned: when it holds, and how much of B − A it explains (all of it where no amount is
/// given).</summary>
/// <param name="Only">Holds for rows that only this side has.</param>
public sealed record DefinitionDifference(
    string Id, string? Measure, string? When, string? Amount, Side? Only, string Owner, string Reason, SourcePlace Place);

/// <summary>How a group was put together.</summary>
public enum ProofKind { None, Key, KeyTolerance, GroupSum, UniqueWindow, Human }

/// <summary>What did not align, in the order in which causes are looked for; the first that holds is the group's class. A control
/// total that does not tie out is of no group; rows without a rate are groups of their own.</summary>
public enum DiscrepancyClass { Matched, Invalid, OutOfScope, UnmatchedKey, Duplicate, Ambiguous, MissingA, MissingB, Status, Currency,
    Amount, Definition, Period, Attribute, Late, Control, NoRate }

/// <summary>Names of classes and proofs as documents, tables and pages write them.</summary>
public static class ReconciliationWords
{
    public static string Text(this DiscrepancyClass value) => value switch
    {
        DiscrepancyClass.OutOfScope => "out-of-scope",
        DiscrepancyClass.UnmatchedKey => "unmatched-key",
        DiscrepancyClass.NoRate => "no-rate",
        DiscrepancyClass.MissingA => "missing-a",
        DiscrepancyClass.MissingB => "missing-b",
        _ => value.ToString().ToLowerInvariant(),
    };

    public static DiscrepancyClass? TryParseClass(string text)
    {
        foreach (var value in Enum.GetValues<DiscrepancyClass>())
            if (value.Text() == text) return value;
        return null;
    }

    public static string Text(this ProofKind value) => value switch
    {
        ProofKind.KeyTolerance => "key-tolerance",
        ProofKind.GroupSum => "group-sum",
        ProofKind.UniqueWindow => "unique-window",
        _ => value.ToString().ToLowerInvariant(),
    };
}

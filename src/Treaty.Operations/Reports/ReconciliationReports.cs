using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>Which discrepancies to list; null members do not filter.</summary>
public sealed record DiscrepancyFilter(
    string? Comparison = null, string? Class = null, string? Team = null, string? Currency = null, string? Text = null, int Offset = 0,
        int Limit = 100)
{
    /// <summary>A state such as <c>proposed</c> or <c>resolved</c>; null for everything that is open.</summary>
    public string? State { get; init; }

    /// <summary>Only with a business date before this day.</summary>
    public DateOnly? Before { get; init; }

    /// <summary>A decision: those on its frozen list, in whatever state they are now unless a state is asked for.</summary>
    public string? Decision { get; init; }

    /// <summary><c>amount</c> (the greatest first), <c>age</c> (the oldest first) or <c>team</c>.</summary>
    public string Sort { get; init; } = "amount";
}

/// <summary>The discrepancies that match: totals by class, team, state and age over all of them, and one page.</summary>
public sealed record DiscrepanciesReport(
    long Total, IReadOnlyList<DiscrepancyGroupLine> ByClass, IReadOnlyList<DiscrepancyGroupLine> ByTeam,
        IReadOnlyList<DiscrepancyLine> Page,
        DiscrepancyFilter Filter)
{
    public IReadOnlyList<DiscrepancyGroupLine> ByState { get; init; } = [];

    /// <summary>By days since the business date, youngest first; every bucket, also empty ones.</summary>
    public IReadOnlyList<DiscrepancyGroupLine> ByAge { get; init; } = [];

    /// <summary>Kinds of discrepancies that go to no one, or to a team without the right.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What all that match come to, in a few letters: a step with all of them can ask that they are still the same.</summary>
    public string Stamp { get; init; } = "";
}

/// <summary>Discrepancies counted under one name (class or team), with the age of the oldest in days of business time.</summary>
public sealed record DiscrepancyGroupLine(string Name, long Count, IReadOnlyList<AmountLine> Amounts, int OldestDays);

/// <summary>One thing that did not align.</summary>
/// <param name="Comparison">Canonical: owner and comparison id, <c>zone.revenue:order_payment</c>.</param>
/// <param name="Subject">The measure or attribute it is about; empty for a whole group.</param>
/// <param name="Amount">B − A.</param>
public sealed record DiscrepancyLine(
    string Id, string Comparison, string GroupKey, string Class, string Subject, string Side, string? ValueA, string? ValueB,
        decimal? Amount, string? Currency,
    DateOnly? BusinessDate, int AgeDays, string? Definition, string Team)
{
    /// <summary>The amount at stake, without sign.</summary>
    public decimal Gross { get; init; }

    /// <summary>True where the age is in business days of the comparison's calendar.</summary>
    public bool InBusinessDays { get; init; }

    /// <summary>open, assigned, investigating, proposed, approved, reopened, resolved or auto-closed.</summary>
    public string State { get; init; } = "open";

    /// <summary>low, medium, high or critical, by amount and age.</summary>
    public string Severity { get; init; } = "low";

    /// <summary>The person it is assigned to.</summary>
    public string? Person { get; init; }

    /// <summary>The runs that found it first and last.</summary>
    public string FirstSeen { get; init; } = "";

    public string LastSeen { get; init; } = "";

    /// <summary>The last decision about it.</summary>
    public string? Decision { get; init; }

    /// <summary>Why it closed or opened again by itself.</summary>
    public string? Why { get; init; }
}

/// <summary>One discrepancy whole: how it stands, what rule put it there, what is behind it, what happened to it, and what can be
/// done.</summary>
/// <param name="Rule">The document place of the comparison, and how the rows were put together.</param>
/// <param name="Rows">The rows of both sides, each with its source record.</param>
/// <param name="Others">What else does not align in the same group.</param>
/// <param name="Steps">What can be done with it now.</param>
public sealed record DiscrepancyReport(
    DiscrepancyLine Line, string Rule, ResolutionLine? Resolution, IReadOnlyList<ExplainedRow> Rows, IReadOnlyList<DiscrepancyLine> Others,
    IReadOnlyList<HistoryLine> History, IReadOnlyList<string> Steps, IReadOnlyList<Finding> Findings)
{
    /// <summary>The rule as the documents in force have it; null where it is no longer declared.</summary>
    public RuleText? RuleText { get; init; }

    /// <summary>The two objects that are compared; the rows of others are what theirs were made of.</summary>
    public string A { get; init; } = "";

    public string B { get; init; } = "";
}

/// <summary>The resolution that is proposed or holds.</summary>
/// <param name="Limit">The most that the amount may become.</param>
public sealed record ResolutionLine(string Kind, string By, string Reason, decimal Limit, DateOnly? Until, string? To, string Decision);

/// <param name="Record">The ledger record that says it.</param>
public sealed record HistoryLine(long Record, DateTimeOffset At, string By, string Run, string Words);

/// <summary>How well reconciliation works.</summary>
/// <param name="Comparisons">One line a comparison, as its newest run left it.</param>
/// <param name="GrossOpen">The amount at stake in all that is open, by currency.</param>
/// <param name="CorrectedAtSource">Of what was closed, the share that a source corrected, in hundredths.</param>
/// <param name="ReopenRate">Of what was ever closed, the share that was opened again, in hundredths.</param>
public sealed record HealthReport(
    IReadOnlyList<HealthLine> Comparisons, long Open, IReadOnlyList<AmountLine> GrossOpen, int OldestDays, long Closed,
    decimal CorrectedAtSource, decimal ReopenRate, IReadOnlyList<DiscrepancyGroupLine> ByAge);

/// <summary>What a comparison put together by itself.</summary>
/// <param name="MatchedRows">The share of rows in groups without a discrepancy that no person made, in hundredths.</param>
/// <param name="MatchedAmount">The same by the amount of the first measure.</param>
public sealed record HealthLine(string Comparison, long Rows, decimal MatchedRows, IReadOnlyList<HealthAmount> Amounts);

public sealed record HealthAmount(string Currency, decimal Amount, decimal MatchedAmount);

/// <param name="From">Canonical reference of end A.</param>
/// <param name="Period">From inclusive, to exclusive; null for all time.</param>
/// <param name="Rows">The line to open into rows, by its name; null for the walk alone.</param>
public sealed record BridgeRequest(string From, string To, string? Measure, DateOnly? PeriodFrom, DateOnly? PeriodTo, string? Currency,
    string? Rows,
    int Limit = 100)
{
    /// <summary>Shows Shapley values beside the chain.</summary>
    public bool Shapley { get; init; }
}

/// <summary>The exact walk from total A to total B, one per currency.</summary>
public sealed record BridgeReport(
    string From, string To, string Measure, string Comparison, string? Period, IReadOnlyList<BridgeWalk> Walks, BridgeRowsReport? Rows,
        IReadOnlyList<Finding> Findings)
{
    /// <summary>What the amounts are: <c>amount</c>, <c>count</c> of different keys, or <c>ratio</c>.</summary>
    public string Unit { get; init; } = "amount";

    /// <summary>How the lines come about, where they are no sums of groups; a sentence.</summary>
    public string? Method { get; init; }

    /// <summary>For the two ends, what their closed periods mean for the period asked for.</summary>
    public IReadOnlyList<PeriodReport> Periods { get; init; } = [];

    /// <summary>Totals from elsewhere that an end was held against, each beside what the end comes to; the gap is a line of its own,
    /// outside
    /// the walk.</summary>
    public IReadOnlyList<TieOutLine> TieOuts { get; init; } = [];
}

/// <summary>A total from elsewhere and what is missing between it and an end of the bridge.</summary>
/// <param name="End">The end of the bridge, <c>a</c> where the walk begins and <c>b</c> where it ends.</param>
/// <param name="Control">What was stated; null where nothing was.</param>
/// <param name="Gap">The end's total less what was stated.</param>
public sealed record TieOutLine(string Name, string End, string Currency, DateOnly? Period, decimal? Control, decimal Total,
    decimal Gap, string Owner);

/// <summary>The lines sum exactly from <paramref name="TotalA"/> to <paramref name="TotalB"/>.</summary>
public sealed record BridgeWalk(string Currency, decimal TotalA, decimal TotalB, IReadOnlyList<BridgeLineReport> Lines, long Groups,
    decimal Gross)
{
    /// <summary>Groups whose several causes get something else by Shapley than by the chain; null where that was not asked for.</summary>
    public long? SharedGroups { get; init; }

    /// <summary>The digits after the point to write all its amounts with, so that they stand point below point: as many as any of them
    /// has, at least the two of money; none where it has no currency and nothing but whole numbers.</summary>
    public int Digits()
    {
        var most = new[] { TotalA, TotalB }.Concat(Lines.SelectMany(l => new[] { l.Amount, l.Gross, l.Shapley ?? 0 }))
            .Max(a => (int)a.Scale);
        return Currency.Length == 0 && most == 0 ? 0 : Math.Max(2, most);
    }
}

/// <param name="Name">The line's stable name, as <c>--rows</c> takes it: <c>timing</c>, <c>definition:shipping</c>, <c>missing-b</c>
/// …</param>
public sealed record BridgeLineReport(string Name, string Title, long Groups, decimal Amount, decimal Gross, string? Owner, string? Reason)
{
    /// <summary>The line by Shapley values; null where they were not asked for.</summary>
    public decimal? Shapley { get; init; }
}

public sealed record BridgeRowsReport(string Line, string Currency, IReadOnlyList<BridgeRow> Rows, bool Truncated)
{
    /// <summary>The rule, the people and the decisions behind the line; null where no comparison made it.</summary>
    public BehindLine? Behind { get; init; }
}

public sealed record BridgeRow(string GroupKey, string Class, decimal Amount, decimal ReportedA, decimal ReportedB, DateOnly? DateA,
    DateOnly? DateB,
    string? StatusA, string? StatusB)
{
    /// <summary>What stands for the group where its key does not: the different keys of both sides.</summary>
    public string? Keys { get; init; }

    /// <summary>What the group adds to the line by Shapley values; null where they were not asked for.</summary>
    public decimal? Shapley { get; init; }

    /// <summary>The discrepancy that is found of the group, and how it stands; null where none is.</summary>
    public string? Discrepancy { get; init; }

    public string? State { get; init; }
}

/// <summary>Where one row of a product came from, column by column, down to the source records.</summary>
public sealed record ExplainReport(
    string Ref, string Key, IReadOnlyList<ExplainedValue> Values, IReadOnlyList<ExplainedRow> Origins,
        IReadOnlyList<DiscrepancyLine> Discrepancies,
    IReadOnlyList<string> Versions, IReadOnlyList<Finding> Findings)
{
    /// <summary>Of a group: the document place of the comparison that put it together, and the team that is accountable.</summary>
    public string? Rule { get; init; }

    /// <summary>The rule as the documents in force have it.</summary>
    public RuleText? RuleText { get; init; }

    public string? Accountable { get; init; }
}

/// <param name="From">Which columns of which inputs it is computed from.</param>
/// <param name="Rule">The document place of the select or rule that made it.</param>
public sealed record ExplainedValue(string Column, string? Value, IReadOnlyList<string> From, string Rule);

/// <summary>A row of an input that went into it, with its own source record: file, record number, and whether the file is still as it was
/// read.</summary>
public sealed record ExplainedRow(string Ref, string Key, IReadOnlyList<ExplainedCell> Cells, string? Source, long? Record,
    string? SourceText,
    bool SourceUnchanged);

public sealed record ExplainedCell(string Column, string? Value);

/// <summary>Rows of an ad-hoc query and what kind of truth was read.</summary>
public sealed record QueryReport(
    IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<IReadOnlyList<string?>> Rows, bool Truncated,
        IReadOnlyList<TruthLine> Truth,
        IReadOnlyList<Finding> Findings);

/// <summary>One product that a query read: class, version, freshness.</summary>
public sealed record TruthLine(string Ref, string Class, long Version, DateTimeOffset PublishedAt, DateTimeOffset? FreshAsOf,
    string Verdict);

using System.Collections.Immutable;
using System.Globalization;
using DuckDB.NET.Data;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>A row of a small compared table.</summary>
public sealed record Row(
    long Id, string? Key, decimal? Amount, string Currency = "EUR", string? Status = "paid", string Day = "2024-03-10", string Channel = "web",
    decimal Fee = 0, string? Deposit = null)
{
    public string Sql => string.Create(CultureInfo.InvariantCulture,
        $"({Id}, {Quote.Text(Key)}, {(Amount is { } amount ? Quote.Number(amount) : "NULL")}, {Quote.Text(Currency)}, {Quote.Text(Status)}, DATE '{Day}', {Quote.Text(Channel)}, {Fee}, {Quote.Text(Deposit)})");
}

public sealed record GroupRow(string Key, string Class, string Proof, long RowsA, long RowsB, decimal A, decimal B, string Cause, string Definition, decimal Defined);

public sealed record DiscrepancyRow(string Id, string Key, string Class, string Subject, string Side, string? ValueA, string? ValueB, decimal Amount, string Currency, string Definition, string Team)
{
    public string Short => $"{Class}{(Subject.Length == 0 ? "" : $" {Subject}")}{(Definition.Length == 0 ? "" : $" {Definition}")} {Amount.ToString("0.00", CultureInfo.InvariantCulture)}";
}

public sealed record MemberRow(string Side, string Key, bool Surplus, long Id, decimal Amount, bool Counted);

/// <summary>A comparison of orders with payments to start from, and the results of really running one.</summary>
public sealed class Compared : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    private Compared(ComparisonPlan plan) => Plan = plan;

    public ComparisonPlan Plan { get; private set; }

    public static SourcePlace Nowhere { get; } = new("zone/revenue/reconciliation.yaml", 1, 1);

    public static Comparison Orders { get; } = new(
        "order_payment", new Reference("zone", "revenue"), "revenue_assurance", "Europe/London",
        new ComparisonSide(new Reference("sales", "orders", "order_placed"), "orders", ["key"], []),
        new ComparisonSide(new Reference("payments", "settlements", "payment_captured"), "payments", ["key"], []),
        null, [new ComparedMeasure("value", "value", "value")], null, [], [new MatchPass(PassKind.Key, null, null, null, Nowhere)], null, TimeSpan.Zero, [],
        ImmutableDictionary<DiscrepancyClass, string>.Empty, Nowhere);

    public static Measure Value { get; } = new("value", "order_placed", "amount", "status <> 'cancelled'", "day", "currency", 1, 2, Nowhere);

    public static ComparisonPlan PlanOf(Comparison comparison, Measure? a = null, Measure? b = null, params PlannedMeasure[] more) => new(
        comparison, new PlannedSide("side_a", "order_management", false, false), new PlannedSide("side_b", "payment_operations", false, false),
        [new PlannedMeasure("value", a ?? Value, b ?? Value), .. more], "p_");

    /// <param name="before">Makes what the comparison reads besides its sides.</param>
    public static Compared Run(ComparisonPlan plan, IEnumerable<Row> a, IEnumerable<Row> b, string? before = null)
    {
        var compared = new Compared(plan);
        compared._connection.Open();
        compared.Execute("SET threads = 2");
        compared.Execute("SET TimeZone = 'UTC'");
        compared.Execute(Table("side_a", a));
        compared.Execute(Table("side_b", b));
        if (before is not null) compared.Execute(before);
        compared.Steps(plan);
        return compared;
    }

    public static Compared Run(Comparison comparison, IEnumerable<Row> a, IEnumerable<Row> b) => Run(PlanOf(comparison), a, b);

    /// <summary>What a comparison writes, with its columns.</summary>
    public IReadOnlyList<(string Relation, IReadOnlyList<(string Name, string Type)> Columns)> Written =>
    [
        ("agreed", StoredSql.AgreedColumns(Plan)), ("written_groups", ComparisonSql.GroupColumns(Plan)),
        ("written_members", ComparisonSql.MemberColumns(Plan)), ("discrepancies", ComparisonSql.DiscrepancyColumns(Plan)),
    ];

    /// <summary>Rows and sum of row hashes of everything that a comparison writes.</summary>
    public IReadOnlyList<string> Content => [.. Written.Select(w => $"{w.Relation} " + Query(
        $"SELECT count(*) || ':' || coalesce(sum(hash({string.Join(", ", w.Columns.Select(c => Quote.Name(c.Name)))})::HUGEINT), 0) FROM p_{w.Relation}")[0][0])];

    /// <summary>Compares only what a change to these rows touches, and puts the results in place of the former ones; how many groups that were.</summary>
    /// <param name="locks">The decisions from now on.</param>
    /// <param name="inputs">Makes what the comparison reads besides its sides anew.</param>
    public long Change(IEnumerable<Row> a, IEnumerable<Row> b, MatchLocks? locks = null, string? inputs = null)
    {
        var (before, newest) = (Plan.Locks, Query("SELECT newest_a, newest_b FROM p_newest")[0]);
        Plan = Plan with { Locks = locks ?? before, FormerLocks = before };
        foreach (var (result, _) in Written) Execute($"CREATE OR REPLACE TABLE p_before_{result} AS FROM p_{result}");
        Forget();
        Show("p_before_");
        foreach (var input in Plan.Comparison.Inputs.Select(i => i.Name)) Execute($"CREATE OR REPLACE TABLE p_was_{input} AS FROM {input}");
        if (inputs is not null) Execute(inputs);
        foreach (var (letter, rows) in new[] { ("a", a), ("b", b) })
        {
            Execute($"CREATE OR REPLACE TABLE then_{letter} AS FROM side_{letter}");
            Execute($"DROP TABLE side_{letter}");
            Execute(Table($"side_{letter}", rows));
        }
        var (were, corrected) = Find();
        corrected |= (inputs is not null && Plan.Comparison.Calendar?.Read is not null)
            || newest.Any(day => day is null);
        foreach (var step in ChangeSql.Decided(Plan)) Do(step);
        foreach (var statement in ChangeSql.Start(Plan, were, corrected)) Execute(statement.Text);
        for (object? size = null; !ChangeSql.IsSimple(Plan);)
        {
            foreach (var statement in ChangeSql.Round(Plan)) Execute(statement.Text);
            var grown = Query(ChangeSql.Size(Plan).Text)[0][0];
            if (Equals(grown, size)) break;
            size = grown;
        }
        var whole = corrected ? Plan : Plan with { A = Plan.A with { Added = new("p_added_a", Day(0)) }, B = Plan.B with { Added = new("p_added_b", Day(1)) } };
        var part = ChangeSql.PartOf(whole);
        if (ChangeSql.IsSimple(Plan)) Gone();
        foreach (var statement in ChangeSql.Parts(whole)) Execute(statement.Text);
        Steps(part);
        if (!ChangeSql.IsSimple(Plan)) Gone();
        Changes = [.. Query(ChangeSql.Amounts(part).Text)];
        Converted = ChangeSql.Converted(whole) is { } converted ? [.. Query(converted.Text)] : [];
        foreach (var (result, _) in Written)
            Execute($"CREATE OR REPLACE TABLE p_after_{result} AS SELECT * FROM p_before_{result} WHERE group_key NOT IN (SELECT group_key FROM p_superseded) "
                + $"UNION ALL BY NAME SELECT * FROM p_{result}");
        var touched = (long)Query("SELECT count(*) FROM (SELECT group_key FROM p_superseded UNION SELECT group_key FROM p_groups)")[0][0]!;
        Forget();
        foreach (var (result, _) in Written) Execute($"CREATE OR REPLACE TABLE p_{result} AS FROM p_after_{result}");
        Show("p_");
        return touched;

        DateOnly? Day(int side) => newest[side] as DateOnly? ?? (newest[side] is DateTime d ? DateOnly.FromDateTime(d) : null);

        void Gone()
        {
            foreach (var statement in ChangeSql.Gone(part)) Execute(statement.Text);
        }
    }

    /// <summary>Drops the steps of a comparison, which another may have as a table where this has a view; not the newest dates.</summary>
    private void Forget()
    {
        foreach (var row in Query("SELECT 'VIEW', view_name FROM duckdb_views() WHERE temporary AND NOT internal AND starts_with(view_name, 'p_') "
            + "UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'p_') AND table_name <> 'p_newest'"))
            Execute($"DROP {row[0]} {Quote.Name((string)row[1]!)}");
    }

    /// <summary>Makes the tables of changed rows: whether some of them were there before, and whether they are not only moved.</summary>
    private (bool Were, bool Corrected) Find()
    {
        foreach (var statement in ConversionSql.Statements(Plan)) Execute(statement.Text);
        foreach (var step in MovedSql.Start(Plan)) Do(step);
        foreach (var side in new[] { Side.A, Side.B }.Where(side => Plan.Comparison.On(side).Through is not null))
            Execute(MovedSql.ByMapping(Plan, side, "p_was_" + Plan.Comparison.On(side).Through!.Read.Name).Text);
        if (Plan.Comparison.Reporting is { } rule)
            foreach (var statement in MovedSql.ByRates(Plan, "p_was_" + rule.Read.Name)) Execute(statement.Text);
        var (were, corrected) = (false, false);
        foreach (var (letter, side) in new[] { ("a", Side.A), ("b", Side.B) })
        {
            Execute($"CREATE OR REPLACE TABLE p_differ_{letter} AS SELECT _row_id AS row_id FROM (FROM side_{letter} EXCEPT FROM then_{letter}) "
                + $"UNION SELECT _row_id FROM (FROM then_{letter} EXCEPT FROM side_{letter}) UNION SELECT row_id FROM {MovedSql.Table(Plan, side)}");
            Execute($"CREATE OR REPLACE TABLE p_new_{letter} AS FROM {Plan.On(side).View} WHERE _row_id IN (FROM p_differ_{letter})");
            Execute($"CREATE OR REPLACE TABLE p_changed_{letter} AS SELECT row_id, row_id IN (SELECT _row_id FROM then_{letter}) AS was, group_key FROM p_differ_{letter} "
                + $"LEFT JOIN (SELECT _row_id AS row_id, {ChangeSql.KeyOf(Plan, side)} AS group_key FROM p_new_{letter}) USING (row_id)");
            Execute($"CREATE OR REPLACE TABLE p_added_{letter} AS FROM p_new_{letter} WHERE _row_id NOT IN (SELECT _row_id FROM then_{letter})");
            were |= (bool)Query($"SELECT coalesce(bool_or(was), false) FROM p_changed_{letter}")[0][0]!;
            corrected |= (bool)Query($"SELECT count(*) > 0 FROM (FROM then_{letter} EXCEPT FROM side_{letter})")[0][0]!;
        }
        return (were, corrected);
    }

    /// <summary>What the last change must come to in the reporting currency.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Converted { get; private set; } = [];

    /// <summary>Shows all groups and members from what is written of them.</summary>
    private void Show(string prefix)
    {
        StoredMeasure[] measures = [.. Plan.Measures.Select(m => new StoredMeasure(m.Name, m.Scale))];
        Execute(StoredSql.Groups(prefix + "groups", prefix + "agreed", prefix + "written_groups", measures).Text);
        Execute(StoredSql.OtherMembers(prefix + "other_members", prefix + "written_groups", prefix + "written_members", measures).Text);
        Execute(StoredSql.Members(prefix + "members", prefix + "agreed", prefix + "other_members", measures).Text);
    }

    /// <summary>What the last change came to.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Changes { get; private set; } = [];

    private void Steps(ComparisonPlan plan)
    {
        foreach (var step in ComparisonSql.Steps(plan)) Do(step);
    }

    public void Do(ComparisonStep step)
    {
        if (step.Sql is { } sql) Execute(sql.Text);
        else Work(step.Work!);
    }

    private void Work(NumberWork work)
    {
        for (var i = 0; i < work.Reads.Count; i++)
            foreach (var row in Query(work.Reads[i].Text)) work.Take(i, [.. row.Select(v => (long)(v ?? long.MinValue))]);
        foreach (var row in work.Results()) Execute($"INSERT INTO {work.Table} VALUES ({string.Join(", ", row)})");
        if (work.Searched is var (_, figures)) Searched.Add(figures);
    }

    public List<SearchFigures> Searched { get; } = [];

    /// <summary>Each proposal as one text, by rank: keys, reason.</summary>
    public IReadOnlyList<string> Proposals => [.. Query(
        "SELECT group_key_a || ' ~ ' || group_key_b || ': ' || reason || ' ' || rank_a || '/' || rank_b FROM p_proposals ORDER BY row_a, rank_a")
        .Select(r => (string)r[0]!)];

    public IReadOnlyList<GroupRow> Groups => [.. Query(
        "SELECT group_key, class, proof, rows_a, rows_b, value_a, value_b, value_cause, value_definition, value_defined FROM p_groups ORDER BY group_key")
        .Select(r => new GroupRow((string)r[0]!, (string)r[1]!, (string)r[2]!, (long)r[3]!, (long)r[4]!, (decimal)r[5]!, (decimal)r[6]!,
            (string)r[7]!, (string)r[8]!, (decimal)r[9]!))];

    public IReadOnlyList<DiscrepancyRow> Discrepancies => [.. Query(
        "SELECT discrepancy_id, group_key, class, subject, side, value_a, value_b, amount, currency, definition, team FROM p_discrepancies "
        + "ORDER BY group_key, class, subject, definition")
        .Select(r => new DiscrepancyRow((string)r[0]!, (string)r[1]!, (string)r[2]!, (string)r[3]!, (string)r[4]!, (string?)r[5], (string?)r[6],
            (decimal)r[7]!, (string)r[8]!, (string)r[9]!, (string)r[10]!))];

    public IReadOnlyList<MemberRow> Members => [.. Query(
        "SELECT side, group_key, surplus, row_id, value_amount, value_counted FROM p_members ORDER BY side, row_id")
        .Select(r => new MemberRow((string)r[0]!, (string)r[1]!, (bool)r[2]!, (long)r[3]!, (decimal)r[4]!, (bool)r[5]!))];

    /// <summary>Each group as one text: key, class, proof, and its discrepancies in the order of classes.</summary>
    public IReadOnlyList<string> Story => [.. Groups.Select(g => $"{g.Key}: {g.Class} by {g.Proof}"
        + string.Concat(Discrepancies.Where(d => d.Key == g.Key).OrderBy(d => ReconciliationWords.TryParseClass(d.Class)).Select(d => $" [{d.Short}]")))];

    public IReadOnlyList<Finding> Broken
    {
        get
        {
            Execute(ConservationSql.Sums(Plan).Text);
            return Conservation.Judge(Plan.Comparison, Query(ConservationSql.Statement(Plan).Text).Select(ConservationCount.Read));
        }
    }

    public BridgePlan BridgePlan(BridgePeriod? period = null, Side from = Side.A) =>
        new(Plan.Reference, "value", Plan.First.Scale, ComparisonRelations.Of(Plan), period, from);

    public Bridge Bridge(BridgePeriod? period = null, Side from = Side.A) =>
        Core.Reconciliation.Bridge.Of(BridgePlan(period, from), Query(BridgeSql.Lines(BridgePlan(period, from)).Text));

    public IReadOnlyList<SideTotal> Totals(BridgePeriod? period = null) => [.. Query(BridgeSql.Totals(Plan, "value", period).Text).Select(SideTotal.Read)];

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<IReadOnlyList<object?>> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyList<object?>>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    internal static string Table(string name, IEnumerable<Row> rows)
    {
        var values = string.Join(", ", rows.Select(row => row.Sql));
        return $"CREATE TABLE {name} AS SELECT CAST(i AS BIGINT) AS _row_id, CAST(k AS VARCHAR) AS key, CAST(a AS DECIMAL(18,2)) AS amount, "
            + "CAST(c AS VARCHAR) AS currency, CAST(s AS VARCHAR) AS status, CAST(d AS DATE) AS day, CAST(h AS VARCHAR) AS channel, "
            + "CAST(f AS DECIMAL(18,2)) AS fee, CAST(p AS VARCHAR) AS deposit "
            + $"FROM (VALUES {(values.Length > 0 ? values : "(0, '', 0, '', '', DATE '2024-01-01', '', 0, '')")}) AS t(i, k, a, c, s, d, h, f, p)"
            + (values.Length > 0 ? "" : " WHERE false");
    }

    public void Dispose() => _connection.Dispose();
}

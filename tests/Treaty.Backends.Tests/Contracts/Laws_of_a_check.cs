using CsCheck;
using Treaty.Core.Quality;
using Treaty.Core.Sql;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Over any table: what is planted is found, nothing else is, and every row is either good or held back.</summary>
public sealed class Laws_of_a_check
{
    private const string Properties =
        """
        - {name: id, logicalType: integer, primaryKey: true}
        - {name: code, logicalType: string, unique: true, logicalTypeOptions: {pattern: '[a-z]{2}'}}
        - {name: amount, logicalType: number, physicalType: 'decimal(10,2)', required: true, logicalTypeOptions: {minimum: 0, maximum: 100}}
        - {name: day, logicalType: date}
        - {name: seen, logicalType: timestamp}
        - {name: flag, logicalType: boolean, enum: [{value: true}]}
        """;

    /// <summary>A row as text, and the rules that it breaks by itself.</summary>
    private sealed record Planted(string?[] Cells, IReadOnlyList<string> Breaks);

    private static Gen<(string? Text, string? Breaks)> Cell(string rule, string?[] good, params string?[] bad) =>
        Gen.Frequency((9, OneOf(good).Select(t => (t, (string?)null))), (1, OneOf(bad).Select(t => (t, (string?)rule))));

    private static Gen<string?> OneOf(string?[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<Planted> Row = Gen.Select(
        Cell("type id", ["1", "+2", "003", "4", "-5", "6", "7"], "x", "1.5", "1e2", " 8", "9223372036854775808"),
        Cell("pattern code", ["aa", "bb", "cc", "dd", null], "A", "abc", ""),
        Gen.OneOf(Cell("type amount", ["0", "100.00", "99.9", ".5", "-0"], "1.234", "NaN", "1,5", "infinity"),
            Cell("range amount", ["7"], "-0.01", "100.01"), Cell("required amount", ["8"], (string?)null)),
        Cell("type day", ["2024-02-29", null], "2023-02-29", "2024-1-5", "infinity", "2024-01-01 00:00:00"),
        Cell("type seen", ["2024-01-01T00:00:00Z", "2024-01-01 10:00", "2024-01-01 10:00:00.5+01", null], "2024-01-01", "24:00", "2024-01-01T00:00:00X", "+024-01-01T00:00:00Z", " 202-01-01T00:00:00Z"),
        Gen.OneOf(Cell("type flag", ["true", "YES", null], "2"), Cell("valid-values flag", ["1"], "false", "no")),
        (a, b, c, d, e, f) => new Planted([a.Text, b.Text, c.Text, d.Text, e.Text, f.Text],
            [.. new[] { a.Breaks, b.Breaks, c.Breaks, d.Breaks, e.Breaks, f.Breaks }.OfType<string>()]));

    [Fact]
    public async Task What_is_planted_is_found_and_nothing_else() => await Row.Array[1, 60].SampleAsync(async rows =>
    {
        var (contract, _) = Judged.Read(Properties);
        await using var session = await Judged.OpenAsync();
        string[] names = ["id", "code", "amount", "day", "seen", "flag"];
        var values = string.Join(",\n", rows.Select((r, i) => $"({i}, {string.Join(", ", r.Cells.Select(Quote.Text))})"));
        var checkedRows = await Judged.CheckAsync(session, contract.Objects[0],
            $"SELECT {string.Join(", ", names.Select(n => $"{n}::VARCHAR AS {n}"))}, 'f' AS _source, n::BIGINT AS _record FROM (VALUES {values}) t(n, {string.Join(", ", names)}) ORDER BY n");
        await session.ExecuteAsync(new SqlText($"CREATE TABLE held AS {new Core.Contracts.QuarantineSql(checkedRows.Sql, new("a", "b"), checkedRows.Places).Select().Text}"), default);
        var held = (await session.QueryAsync(new SqlText("SELECT record, reason || ' ' || coalesce(\"column\", '') FROM held"), 1000, default)).Rows
            .ToDictionary(r => (int)(long)r[0]!, r => (string)r[1]!);
        checkedRows.Mapped.ShouldBe(rows.Length);
        (checkedRows.Good + held.Count).ShouldBe(rows.Length);
        foreach (var (i, row) in rows.Index())
            if (row.Breaks.Count > 0) row.Breaks.ShouldContain(held.GetValueOrDefault(i), $"row {i}: {string.Join("|", row.Cells)}");
            else if (held.TryGetValue(i, out var reason)) reason.ShouldBeOneOf("key id", "unique code");
        // Of the rows without a planted breach, the keys decide, as one would by hand.
        var alone = rows.Index().Where(r => r.Item.Breaks.Count == 0).ToList();
        foreach (var (i, row) in alone)
        {
            bool Twin(int cell, Func<string, string> canonical) => row.Cells[cell] is { } own && alone.Any(o => o.Index != i && o.Item.Cells[cell] is { } other
                && canonical(other) == canonical(own) && (!SameRow(o.Item, row) || o.Index < i));
            held.ContainsKey(i).ShouldBe(Twin(0, n => long.Parse(n, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture)) || Twin(1, c => c), $"row {i}");
        }
        var broken = checkedRows.Results.Where(r => r.Verdict == Verdict.Warn).Select(r => r.Clause).ToList();
        if (rows.All(r => r.Breaks.Count == 0) && held.Count == 0) broken.ShouldBeEmpty();
    }, iter: 40, seed: "0N0XIzNsQ0O2");

    /// <summary>Equal as values, not as text.</summary>
    private static bool SameRow(Planted a, Planted b) => a.Cells.Zip(b.Cells).Select((p, i) => Canonical(i, p.First) == Canonical(i, p.Second)).All(same => same);

    private static string? Canonical(int cell, string? text) => (cell, text) switch
    {
        (_, null) => null,
        (0, _) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture),
        (2, _) => (decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) + 0.00m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture).Replace("-0.00", "0.00", StringComparison.Ordinal),
        (5, _) => "true",
        _ => text,
    };
}

using System.Diagnostics;
using System.Globalization;
using Treaty.Backends.DuckDb;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Comparing two files against the plainest SQL that does the like: two scans, or one full outer join that is written.</summary>
internal sealed class CompareBenchmark(Options options)
{
    public string Identical() => Measure("identical", changed: false, 1.3,
        "the proof that two sides hold the same rows, against count and sum of the engine's hash of both files");

    public string Diff() => Measure("diff", changed: true, 1.6,
        "compare, classify, write members, groups and discrepancies, and bridge (one row in 1,000 changed), against a full outer join that is written");

    public string Window()
    {
        var folder = options.Folder("window");
        CompareFiles.WriteWindow(folder, options.Rows);
        var all = Enumerable.Range(0, options.Times).Select(_ => Child.Run("window-treaty", folder)).OrderBy(m => m.Seconds).ToList();
        Directory.Delete(folder, recursive: true);
        var m = all[all.Count / 2];
        return Invariant(
            $"""
            ## window: {options.Rows:N0} and {options.Rows:N0} rows in 10,000 blocks, one cent, five days, median of {options.Times}

            {m.Seconds:N1} s (target for 1,000,000: below 15), of which search {m.Steps[0].Check:N1} s; {m.Good:N0} pairs confirmed; peak memory {m.PeakBytes >> 20:N0} MiB.

            """);
    }

    private string Measure(string name, bool changed, double target, string what)
    {
        var folder = options.Folder(name);
        CompareFiles.Write(folder, options.Rows, changed);
        var (treaty, raw) = (new List<Measured>(), new List<Measured>());
        for (var i = 0; i < options.Times; i++)
        {
            raw.Add(Child.Run(name + "-raw", folder));
            treaty.Add(Child.Run(name + "-treaty", folder));
        }
        Directory.Delete(folder, recursive: true);
        var (t, r) = (Median(treaty), Median(raw));
        return Invariant(
            $"""
            ## {name}: {options.Rows:N0} and {options.Rows:N0} rows, median of {options.Times}

            {char.ToUpperInvariant(what[0])}{what[1..]}: {t.Seconds:N2} s against {r.Seconds:N2} s; peak memory {t.PeakBytes >> 20:N0} and {r.PeakBytes >> 20:N0} MiB.

            Ratio of the medians: **{t.Seconds / r.Seconds:N2}** (target: at most {target:N1}); of each pair: {string.Join(", ", treaty.Zip(raw, (x, y) => (x.Seconds / y.Seconds).ToString("N2", CultureInfo.InvariantCulture)))}.
            {(t.Steps.Count == 0 ? "" : "Parts: " + string.Join(", ", t.Steps.Select(s => Invariant($"{s.Name} {s.Total:N2} s"))) + ".\n")}
            """);
    }

    private static Measured Median(IEnumerable<Measured> all) => all.OrderBy(m => m.Seconds).ToList() is var sorted ? sorted[sorted.Count / 2] : null!;
}

/// <summary>One side of a measurement of comparing, in a process of its own.</summary>
internal static class CompareChild
{
    public static Task<Measured> RawAsync(string folder, bool diff)
    {
        using var connection = CompareFiles.Open(folder);
        var clock = Stopwatch.StartNew();
        CompareFiles.Execute(connection, diff
            ? $"""
              COPY (SELECT COALESCE(a.order_id, b.order_id) AS order_id, a.amount AS amount_a, b.amount AS amount_b, a.currency AS currency_a,
                b.currency AS currency_b, a.status AS status_a, b.status AS status_b, a.day AS day_a, b.day AS day_b, a._row_id AS row_a, b._row_id AS row_b
                FROM '{folder}/a.parquet' AS a FULL JOIN '{folder}/b.parquet' AS b ON a.order_id = b.order_id) TO '{folder}/raw.parquet' (FORMAT parquet, COMPRESSION zstd)
              """
            : $"CREATE TEMP TABLE t AS SELECT count(*), sum(hash(order_id, amount, currency, status)) FROM '{folder}/a.parquet' "
                + $"UNION ALL SELECT count(*), sum(hash(order_id, amount, currency, status)) FROM '{folder}/b.parquet'");
        return Task.FromResult(new Measured(clock.Elapsed.TotalSeconds, 0, []));
    }

    public static async Task<Measured> IdenticalAsync(string folder)
    {
        await using var session = await OpenAsync(folder);
        var clock = Stopwatch.StartNew();
        foreach (var statement in IdenticalSql.Views(CompareFiles.Plan)) await session.ExecuteAsync(statement, default);
        var rows = (await session.QueryAsync(IdenticalSql.Statement(CompareFiles.Plan), 2, default)).Rows;
        var seconds = clock.Elapsed.TotalSeconds;
        return new Measured(seconds, rows[0].Skip(1).SequenceEqual(rows[1].Skip(1)) ? 1 : throw new InvalidOperationException("not identical"), []);
    }

    public static async Task<Measured> DiffAsync(string folder)
    {
        await using var session = await OpenAsync(folder);
        var plan = CompareFiles.Plan;
        var (clock, parts) = (Stopwatch.StartNew(), new List<Part>());
        var last = 0.0;
        void Part(string name)
        {
            parts.Add(new(name, 0, 0, 0, 0, clock.Elapsed.TotalSeconds - last));
            last = clock.Elapsed.TotalSeconds;
        }
        await RunSteps.Async(session, plan, default,
            async stream => await WriteAgreed.Async(session, stream, $"{folder}/out/agreed.parquet", $"{folder}/scratch", default));
        Part("compare and write agreeing groups");
        foreach (var table in new[] { "written_members", "written_groups", "discrepancies" })
        {
            var file = $"{folder}/out/{table}.parquet";
            await session.ExecuteAsync(new SqlText($"COPY (FROM {plan.Table(table)}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"), default);
            if (table != "discrepancies") await session.ExecuteAsync(StoredSql.Written(plan.Table(table), file), default);
        }
        Part("write the others");
        await session.ExecuteAsync(ConservationSql.Sums(plan), default);
        await session.QueryAsync(ConservationSql.Statement(plan), 100, default);
        Part("conservation");
        var relations = ComparisonRelations.Of(plan);
        var bridge = new BridgePlan(plan.Reference, "amount", 2, relations);
        var proof = Bridge.Of(bridge, (await session.QueryAsync(BridgeSql.Lines(bridge), 1000, default)).Rows);
        Part("bridge");
        return new Measured(clock.Elapsed.TotalSeconds, proof.Lines.Length, parts);
    }

    public static async Task<Measured> WindowAsync(string folder)
    {
        await using var session = await OpenAsync(folder);
        var clock = Stopwatch.StartNew();
        var searched = await RunSteps.Async(session, CompareFiles.Window, default);
        var seconds = clock.Elapsed.TotalSeconds;
        return new Measured(seconds, searched[0].Confirmed, [new("search", 0, 0, seconds, 0, seconds)]);
    }

    private static async Task<IQuerySession> OpenAsync(string folder)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        var session = await new DuckDbEngine().OpenAsync(new SessionRequest([folder], [output], Path.Combine(folder, "scratch-session")), default);
        foreach (var side in new[] { "a", "b" })
            await session.ExecuteAsync(new SqlText($"CREATE VIEW side_{side} AS FROM read_parquet('{folder}/{side}.parquet')"), default);
        return session;
    }
}

using CsCheck;
using Treaty.Backends.DuckDb;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Agreeing groups written as the join finds them: the same groups, members and discrepancies as where the session keeps all.</summary>
public class Agreeing_groups_in_a_file
{
    private static readonly string[] Results = ["agreed", "written_groups", "written_members", "discrepancies", "groups", "members", "proposals"];

    [Fact]
    public async Task Are_those_that_the_session_would_have_kept() =>
        await Gen.Select(Laws_of_reconciliation.OneOf(Laws_of_reconciliation.Kinds), Laws_of_reconciliation.AnyTable, Laws_of_reconciliation.AnyTable)
            .SampleAsync(async (comparison, a, b) =>
            {
                using var kept = Compared.Run(comparison, a, b);
                await using var written = await Written.RunAsync(comparison, a, b);
                foreach (var result in Results)
                    Texts((await written.QueryAsync(All(result))).Rows)
                        .ShouldBe(Texts(kept.Query(All(result))), result);
                (await written.BrokenAsync()).ShouldBeEmpty();
                (await written.QueryAsync(ConservationSql.Content(kept.Plan).Text)).Rows[0].Select(v => $"{v}").ShouldBe(
                    (await written.QueryAsync($"SELECT count(*), COALESCE(sum(CAST(hash({Written.Hashed(kept.Plan)}) AS HUGEINT)), 0)::VARCHAR FROM p_agreed")).Rows[0]
                        .Select(v => $"{v}"));
            }, iter: 20, threads: 1, print: t => Laws_of_reconciliation.Print(t.Item1, t.Item2, t.Item3));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_is_neither_written_nor_set_aside_breaks_the_law(bool lose)
    {
        Row[] rows = [new(1, "k1", 10), new(2, "k2", 20), new(3, "k3", 30)];
        await using var written = await Written.RunAsync(Compared.Orders, rows, [rows[0], rows[1] with { Amount = 21 }, rows[2]],
            after: lose ? "DELETE FROM p_aside_a WHERE row_id = 2" : "DELETE FROM p_aside_a WHERE row_id = 1");
        (await written.BrokenAsync()).Select(f => f.Code).Distinct().Order().ShouldBe(lose ? new[] { "TRY0690", "TRY0691" } : []);
    }

    [Fact]
    public async Task May_have_texts_that_read_like_targets()
    {
        var comparison = Compared.Orders with { Status = new ComparedStatus("status", "status", [("ship-to", "to '/x"), ("open", "' to '/y'")], Side.A) };
        await using var written = await Written.RunAsync(comparison, [new(1, "k1", 10, Status: "ship-to"), new(2, "k2", 20, Status: "open")],
            [new(1, "k1", 10, Status: "to '/x"), new(2, "k2", 20, Status: "ship-to")]);
        Texts((await written.QueryAsync("SELECT group_key, status_a, status_b FROM p_agreed")).Rows).ShouldBe(["k1|ship-to|to '/x"]);
        (await written.BrokenAsync()).ShouldBeEmpty();
    }

    /// <summary>Far more than is kept in memory: nothing is lost, and no file stays.</summary>
    [Fact]
    public async Task Rows_that_do_not_agree_may_be_any_number()
    {
        await using var written = await Written.RunAsync(Compared.Orders, [], [], more: "SELECT range + {0} AS _row_id, 'k' || (range + {0}) AS key, 1.00 AS amount, 'EUR' AS currency, "
            + "'paid' AS status, DATE '2024-03-10' AS day, 'web' AS channel, 0 AS fee, NULL AS deposit FROM range(150000)");
        (await written.BrokenAsync()).ShouldBeEmpty();
        (await written.QueryAsync("SELECT count(*), count(DISTINCT row_id), min(row_id), max(row_id) FROM p_aside_a")).Rows[0].ShouldBe([149_000L, 149_000L, 0L, 148_999L]);
        (await written.QueryAsync("SELECT count(*), count(DISTINCT row_id), min(row_id), max(row_id) FROM p_aside_b")).Rows[0].ShouldBe([149_000L, 149_000L, 150_000L, 298_999L]);
        (await written.QueryAsync("SELECT count(*) FROM p_agreed")).Scalar.ShouldBe(1000L);
        written.Aside.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_set_aside_takes_no_more_memory_the_more_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("treaty-aside-");
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            using (var aside = new SetAside(Path.Combine(folder.FullName, "scratch", "aside")))
            {
                for (long i = 0; i < 1_000_000; i++) aside.Add([i % 3 == 0 ? long.MinValue : i, i % 5 == 0 ? long.MinValue : -i]);
                for (var twice = 0; twice < 2; twice++)
                {
                    Sum(aside.Ids(0)).ShouldBe((666_666, 333_332_666_667));
                    Sum(aside.Ids(1)).ShouldBe((800_000, -400_000_000_000));
                }
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
            Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static (int Count, long Sum) Sum(IEnumerable<long[]> ids)
        {
            var (count, sum) = (0, 0L);
            foreach (var id in ids) (count, sum) = (count + 1, sum + id[0]);
            return (count, sum);
        }
    }

    private static string All(string result) => $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM p_{result} ORDER BY ALL";

    private static IEnumerable<string> Texts(IEnumerable<IReadOnlyList<object?>> rows) => rows.Select(row => string.Join('|', row));

    /// <summary>A comparison in a session that may write.</summary>
    private sealed class Written : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("treaty-agreed-");
        private IQuerySession? _session;

        private ComparisonPlan Plan { get; init; } = null!;

        private string Scratch => Path.Combine(_folder.FullName, "aside");

        /// <summary>The files of rows set aside.</summary>
        public string[] Aside => Directory.Exists(Scratch) ? Directory.GetFiles(Scratch) : [];

        public static async Task<Written> RunAsync(Comparison comparison, IEnumerable<Row> a, IEnumerable<Row> b, string? after = null, string? more = null)
        {
            var written = new Written { Plan = Compared.PlanOf(comparison) };
            var output = written._folder.CreateSubdirectory("out").FullName;
            var session = written._session = await new DuckDbEngine().OpenAsync(
                new SessionRequest([], [output], Path.Combine(written._folder.FullName, "scratch")), default);
            await session.ExecuteAsync(new SqlText(Compared.Table("side_a", a)), default);
            await session.ExecuteAsync(new SqlText(Compared.Table("side_b", b)), default);
            if (more is not null)
            {
                await session.ExecuteAsync(new SqlText("INSERT INTO side_a BY NAME " + string.Format(System.Globalization.CultureInfo.InvariantCulture, more, 0)), default);
                await session.ExecuteAsync(new SqlText("INSERT INTO side_b BY NAME " + string.Format(System.Globalization.CultureInfo.InvariantCulture, more, 149_000)), default);
            }
            await RunSteps.Async(session, written.Plan, default, async stream =>
            {
                await WriteAgreed.Async(session, stream, Path.Combine(output, "agreed.parquet"), written.Scratch, default);
                if (after is not null) await session.ExecuteAsync(new SqlText(after), default);
            });
            return written;
        }

        public static string Hashed(ComparisonPlan plan) => string.Join(", ", StoredSql.AgreedColumns(plan).Select(c => Quote.Name(c.Name)));

        public ValueTask<RowSet> QueryAsync(string sql) => _session!.QueryAsync(new SqlText(sql), 10_000, default);

        public async Task<IReadOnlyList<Core.Findings.Finding>> BrokenAsync()
        {
            await _session!.ExecuteAsync(ConservationSql.Sums(Plan, [.. StoredSql.AgreedColumns(Plan).Select(c => c.Name)]), default);
            var counts = (await QueryAsync(ConservationSql.Statement(Plan).Text)).Rows;
            return Conservation.Judge(Plan.Comparison, counts.Select(ConservationCount.Read));
        }

        public async ValueTask DisposeAsync()
        {
            if (_session is not null) await _session.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}

using System.Globalization;
using System.Numerics;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Conformance;

/// <summary>What every query engine behind the door must do. A backend passes by deriving and naming its engine.</summary>
public abstract class QueryEngineConformance : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _root = Directory.CreateTempSubdirectory("treaty-engine-").FullName;

    protected abstract IQueryEngine Engine { get; }

    protected string In(params string[] parts) => Path.Combine([_root, .. parts]);

    public ValueTask InitializeAsync()
    {
        foreach (var folder in new[] { "data", "data2", "out" }) Directory.CreateDirectory(In(folder));
        File.WriteAllText(In("data", "a.csv"), "n\n1\n2\n");
        File.WriteAllText(In("data2", "a.csv"), "n\n9\n");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected ValueTask<IQuerySession> Open(bool writes = true, long? memory = null, int? threads = null) =>
        Engine.OpenAsync(new SessionRequest([In("data")], writes ? [In("out")] : [], In("scratch"), memory, threads), Never);

    protected static ValueTask<RowSet> Query(IQuerySession session, string sql, int limit = 1000) =>
        session.QueryAsync(new SqlText(sql), limit, Never);

    private static async Task<BackendException> Refused(Func<Task> act) => await Should.ThrowAsync<BackendException>(act);

    [Fact]
    public async Task Whole_numbers_go_in_and_out_row_by_row()
    {
        await using var session = await Open();
        await session.ExecuteAsync(new SqlText("CREATE TEMP TABLE \"a \"\"table\" (x BIGINT, y BIGINT)"), Never);
        await session.AppendAsync("\"a \"\"table\"", Enumerable.Range(0, 5000).Select(i => new[] { i, i == 7 ? long.MaxValue : -i }), Never);
        var read = new List<(long, long)>();
        await session.ScanAsync(new SqlText("SELECT x, CASE WHEN x = 3 THEN NULL ELSE y END FROM \"a \"\"table\" ORDER BY x"),
            row => read.Add((row[0], row[1])), Never);
        read.Count.ShouldBe(5000);
        read[3].ShouldBe((3, long.MinValue));
        read[7].ShouldBe((7, long.MaxValue));
        read[4999].ShouldBe((4999, -4999));
        await Should.ThrowAsync<BackendException>(async () => await session.ScanAsync(new SqlText("SELECT nothing"), _ => { }, Never));
    }

    [Fact]
    public async Task One_statement_keeps_rows_and_says_which_it_has_left_out()
    {
        await using var session = await Open();
        async Task<List<(long, long)>> Aside(string sql)
        {
            var aside = new List<(long, long)>();
            await session.ExecuteAsync(new SqlText(sql), row => aside.Add((row[0], row[1])), Never);
            return [.. aside.Order()];
        }
        string Copy(string path) => "COPY (SELECT a.i FROM range(200000) AS a(i) FULL JOIN range(10, 200010) AS b(i) ON a.i = b.i "
            + $"WHERE CASE WHEN a.i IS NULL OR b.i IS NULL OR a.i % 50000 = 11 THEN set_aside(a.i, b.i) ELSE true END) TO '{path}' (FORMAT parquet)";
        var aside = await Aside(Copy(In("out", "kept.parquet")));
        aside.ShouldBe([
            .. Enumerable.Range(200000, 10).Select(i => (long.MinValue, (long)i)), .. Enumerable.Range(0, 10).Select(i => ((long)i, long.MinValue)),
            (11, 11), (50011, 50011), (100011, 100011), (150011, 150011),
        ]);
        (await Query(session, $"SELECT count(*), count(i) FROM '{In("out", "kept.parquet")}'")).Rows[0].ShouldBe([199986L, 199986L]);
        (await Aside("CREATE TEMP TABLE t AS SELECT 1 WHERE set_aside(1, 2)")).ShouldBe([(1, 2)]);
        (await Query(session, "SELECT count(*) FROM t WHERE set_aside(3, 4)")).Scalar.ShouldBe(0L);
        aside.Count.ShouldBe(24);
        await Refused(() => Aside(Copy(In("data", "kept.parquet"))));
        await Refused(() => Aside("SELECT set_aside('x', 1) FROM nothing"));
    }

    [Fact]
    public async Task What_cannot_be_left_out_for_want_of_space_ends_the_statement()
    {
        await using var session = await Open();
        var full = await Refused(() => session.ExecuteAsync(new SqlText("CREATE TEMP TABLE t AS SELECT 1 WHERE set_aside(1, 2)"),
            _ => throw new IOException("no space left", 28), Never).AsTask());
        (full.Fault, full.Message).ShouldBe((BackendFault.Full, "no space left"));
        (await Query(session, "SELECT 1")).Scalar.ShouldBe(1L);
    }

    public static TheoryData<string, object?> Values => new()
    {
        { "NULL::INTEGER", null },
        { "true", true },
        { "'tëxt'", "tëxt" },
        { "42::TINYINT", 42L },
        { "9223372036854775807", long.MaxValue },
        { "4000000000::UINTEGER", 4000000000L },
        { "18446744073709551615::UBIGINT", new BigInteger(ulong.MaxValue) },
        { "sum(9223372036854775807) FROM range(2)", new BigInteger(long.MaxValue) * 2 },
        { "-1.50::DECIMAL(18,2)", -1.50m },
        { "1::DECIMAL(38,10)", 1.0000000000m },
        { "0.5::DOUBLE", 0.5 },
        { "0.5::FLOAT", 0.5 },
        { "DATE '2024-02-29'", new DateOnly(2024, 2, 29) },
        { "TIMESTAMPTZ '2020-01-01 00:00:00+02'", new DateTimeOffset(2019, 12, 31, 22, 0, 0, TimeSpan.Zero) },
        { "TIMESTAMP '2020-01-01 00:00:00.000001'", new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(1) },
        { "99999999999999999999999999999999999999::DECIMAL(38,0)", "99999999999999999999999999999999999999" },
        { "-999999999999999999999999999999999999.99::DECIMAL(38,2)", "-999999999999999999999999999999999999.99" },
        { "[1, NULL, 3]", "[1, NULL, 3]" },
        { "{'a': 1, 'b': 'x'}", "{'a': 1, 'b': x}" },
        { "[{'a': NULL}, NULL]", "[{'a': NULL}, NULL]" },
        { "INTERVAL 3 DAY", "3 days" },
        { "TIME '01:02:03'", "01:02:03" },
        { "'ab'::BLOB", "6162" },
        { "DATE 'infinity'", "infinity" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task a_value_comes_back_as_it_was_written(string sql, object? expected)
    {
        await using var session = await Open();
        (await Query(session, $"SELECT {sql}")).Scalar.ShouldBe(expected);
    }

    [Fact]
    public async Task a_decimal_keeps_its_scale_in_text()
    {
        await using var session = await Open();
        var rows = await Query(session, "SELECT 1.5::DECIMAL(18,2) AS a, 2::DECIMAL(38,10) AS b");
        rows.Rows[0].Select(v => ((decimal)v!).ToString(CultureInfo.InvariantCulture)).ShouldBe(["1.50", "2.0000000000"]);
        rows.Types.ShouldBe(["DECIMAL(18,2)", "DECIMAL(38,10)"]);
        rows.Columns.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(0, 5, 0, true)]
    [InlineData(4, 5, 4, true)]
    [InlineData(5, 5, 5, false)]
    [InlineData(6, 5, 5, false)]
    [InlineData(3, 0, 0, false)]
    public async Task a_result_stops_at_its_limit_and_says_so(int limit, int rows, int expected, bool truncated)
    {
        await using var session = await Open();
        var result = await Query(session, $"SELECT range FROM range({rows})", limit);
        result.Rows.Count.ShouldBe(expected);
        result.Truncated.ShouldBe(truncated);
        (await Query(session, "SELECT 1")).Scalar.ShouldBe(1L);
    }

    [Fact]
    public async Task it_reads_below_its_read_folders_and_writes_below_its_write_folders()
    {
        await using var session = await Open();
        var written = await session.ExecuteAsync(
            new SqlText($"COPY (SELECT * FROM read_csv('{In("data", "a.csv")}')) TO '{In("out", "x.parquet")}' (FORMAT parquet)"), Never);
        written.ShouldBe(2);
        (await Query(session, $"SELECT sum(n) FROM read_parquet('{In("out", "x.parquet")}')")).Scalar.ShouldBe(new BigInteger(3));
    }

    [Fact]
    public async Task a_cancelled_query_stops_and_the_session_goes_on()
    {
        await using var session = await Open();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        var heavy = new SqlText("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3");
        var running = session.QueryAsync(heavy, 1, cancel.Token).AsTask();
        (await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))).ShouldBe(running);
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await Query(session, "SELECT 7")).Scalar.ShouldBe(7L);
        session.Progress.ShouldBeNull();
    }

    [Fact]
    public async Task a_token_cancelled_before_the_start_runs_nothing()
    {
        await using var session = await Open();
        await session.ExecuteAsync(new SqlText("CREATE TABLE t (a INTEGER)"), Never);
        await Should.ThrowAsync<OperationCanceledException>(
            () => session.ExecuteAsync(new SqlText("INSERT INTO t VALUES (1)"), new CancellationToken(canceled: true)).AsTask());
        (await Query(session, "SELECT count(*) FROM t")).Scalar.ShouldBe(0L);
    }

    [Fact]
    public async Task work_larger_than_memory_spills_to_scratch()
    {
        await using var session = await Open(memory: 64L << 20, threads: 2);
        await session.ExecuteAsync(new SqlText(
            "CREATE TABLE big AS SELECT range AS n, md5(range::VARCHAR) AS h, md5((range + 1)::VARCHAR) AS i FROM range(1500000)"), Never);
        Directory.EnumerateFileSystemEntries(In("scratch")).ShouldNotBeEmpty();
        (await Query(session, "SELECT count(*) FROM (SELECT h, n FROM big ORDER BY h)")).Scalar.ShouldBe(1500000L);
    }

    [Fact]
    public async Task work_that_fits_nowhere_is_full()
    {
        await using var session = await Open(memory: 32L << 20, threads: 1);
        var refusal = await Refused(() => Query(session, "SELECT list(md5(range::VARCHAR)) FROM range(3000000)", 1).AsTask());
        refusal.Fault.ShouldBe(BackendFault.Full);
    }

    [Fact]
    public async Task closing_removes_the_scratch_folder()
    {
        var session = await Open();
        Directory.Exists(In("scratch")).ShouldBeTrue();
        await session.DisposeAsync();
        Directory.Exists(In("scratch")).ShouldBeFalse();
        await session.DisposeAsync();
    }

    [Fact]
    public async Task sessions_do_not_see_each_other()
    {
        await using var one = await Open();
        await one.ExecuteAsync(new SqlText("CREATE TABLE mine AS SELECT 1 AS a"), Never);
        await using var two = await Engine.OpenAsync(new SessionRequest([], [], In("scratch2")), Never);
        (await Refused(() => Query(two, "SELECT * FROM mine").AsTask())).Fault.ShouldBe(BackendFault.Refused);
    }

    [Fact]
    public async Task statements_sent_at_once_run_one_after_another()
    {
        await using var session = await Open();
        await session.ExecuteAsync(new SqlText("CREATE TABLE t (a INTEGER)"), Never);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => session.ExecuteAsync(new SqlText($"INSERT INTO t VALUES ({i})"), Never)
            .AsTask()));
        (await Query(session, "SELECT count(*) FROM t")).Scalar.ShouldBe(20L);
    }

    [Theory]
    [InlineData("SELEC 1", BackendFault.Refused)]
    [InlineData("SELECT * FROM nosuch", BackendFault.Refused)]
    [InlineData("SELECT 'x'::INTEGER", BackendFault.Refused)]
    [InlineData("SELECT 9223372036854775807 + 1", BackendFault.Refused)]
    [InlineData("SELECT a + 1", BackendFault.Refused)]
    public async Task a_statement_that_fails_says_why_in_one_line(string sql, BackendFault fault)
    {
        await using var session = await Open();
        var refusal = await Refused(() => Query(session, sql).AsTask());
        refusal.Fault.ShouldBe(fault);
        refusal.Message.ShouldNotContain('\n');
        refusal.Help.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task a_missing_file_is_unreachable_and_a_torn_one_corrupt()
    {
        await using var session = await Open();
        await File.WriteAllTextAsync(In("data", "torn.parquet"), "PAR1 this is not a whole file", TestContext.Current.CancellationToken);
        (await Refused(() => Query(session, $"SELECT * FROM read_csv('{In("data", "none.csv")}')").AsTask()))
            .Fault.ShouldBe(BackendFault.Unreachable);
        (await Refused(() => Query(session, $"SELECT * FROM read_parquet('{In("data", "torn.parquet")}')").AsTask()))
            .Fault.ShouldBe(BackendFault.Corrupt);
    }

    [Fact]
    public async Task a_batch_of_selects_parses_without_running()
    {
        await using var session = await Open();
        var parsed = await session.ParseAsync(["SELECT a FROM nosuch", "SELEC 1", "DROP TABLE x", "SELECT 'é😀', b FROM t WHERE"], Never);
        parsed[0].TreeJson.ShouldNotBeNull().ShouldContain("nosuch");
        parsed[1].ShouldBe(new ParsedSql(null, "syntax error at or near \"SELEC\"", 0));
        parsed[2].TreeJson.ShouldBeNull();
        parsed[2].Error.ShouldNotBeNull();
        parsed[3].Offset.ShouldBe("SELECT 'é😀', b FROM t WHERE".Length);
    }

    [Fact]
    public async Task a_thousand_selects_parse_in_one_batch_in_their_order()
    {
        await using var session = await Open();
        var selects = Enumerable.Range(0, 1000).Select(i => $"SELECT a{i}, 'it''s' FROM t JOIN u USING (id) WHERE x > {i}").ToList();
        var parsed = await session.ParseAsync(selects, Never);
        parsed.Count.ShouldBe(1000);
        for (var i = 0; i < parsed.Count; i++) parsed[i].TreeJson.ShouldNotBeNull().ShouldContain($"\"a{i}\"");
        (await session.ParseAsync([], Never)).ShouldBeEmpty();
    }
}

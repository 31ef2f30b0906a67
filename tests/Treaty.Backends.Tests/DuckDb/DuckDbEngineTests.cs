using Treaty.Backends.DuckDb;
using Treaty.Backends.Tests.Conformance;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.DuckDb;

/// <summary>DuckDB behind the door, and the fence around it.</summary>
public sealed class DuckDbEngineTests : QueryEngineConformance
{
    protected override IQueryEngine Engine { get; } = new DuckDbEngine();

    [Theory]
    [InlineData("SELECT * FROM '{root}/data2/a.csv'")]
    [InlineData("SELECT * FROM read_csv('{root}/data2/a.csv')")]
    [InlineData("SELECT * FROM '{root}/data/../data2/a.csv'")]
    [InlineData("SELECT * FROM '{root}/data/./../data2/a.csv'")]
    [InlineData("SELECT * FROM '{root}/data/link.csv'")]
    [InlineData("SELECT * FROM '{root}/data/linked/a.csv'")]
    [InlineData("SELECT * FROM glob('{root}/*')")]
    [InlineData("SELECT * FROM glob('{root}/data/../*')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('/proc/self/environ')")]
    [InlineData("SELECT * FROM sniff_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM parquet_metadata('/etc/passwd')")]
    [InlineData("SELECT * FROM read_csv('a.csv')")]
    [InlineData("SELECT * FROM 'https://example.invalid/x.csv'")]
    [InlineData("SELECT * FROM read_parquet('s3://bucket/x.parquet')")]
    [InlineData("SELECT * FROM query('ATTACH ''/tmp/x.db''')")]
    [InlineData("SELECT getenv('HOME')")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; ATTACH '{root}/out/a.db'")]
    [InlineData("ATTACH '{root}/data2/a.db'")]
    [InlineData("ATTACH '{root}/out/a.db'")]
    [InlineData("ATTACH ':memory:' AS zz")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("LOAD '{root}/out/x.duckdb_extension'")]
    [InlineData("SET memory_limit = '20GB'")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("/* a comment */ SET enable_external_access = true")]
    [InlineData("RESET memory_limit")]
    [InlineData("PRAGMA enable_external_access=true")]
    [InlineData("CALL enable_logging(storage = 'file', storage_path = '{root}/data2')")]
    [InlineData("COPY (SELECT 1) TO '{root}/data2/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{root}/data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{root}/out/../data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO 'x.csv'")]
    [InlineData("COPY (SELECT 1) TO '/dev/stdout'")]
    [InlineData("SELECT 1; COPY (SELECT ';') TO '{root}/data2/x.csv'")]
    [InlineData("COPY (SELECT 1 AS \"to '{root}/out/y.csv'\") TO E'{root}/data/x.csv'")]
    [InlineData("COPY (SELECT 1 AS \"to '{root}/out/y.csv'\") TO $${root}/data/x.csv$$")]
    [InlineData("COPY (SELECT 1 AS \"to '{root}/out/y.csv'\") TO ('{root}/data/x.csv')")]
    [InlineData("COPY (SELECT 1 /* to '{root}/out/y.csv' */) TO /* */ '{root}/data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO -- to '{root}/out/y.csv'\n'{root}/data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO/* to '{root}/out/y.csv' */'{root}/data/x.csv'")]
    [InlineData("COPY (SELECT date'\\') TO E'{root}/data/x.csv' --' ) TO '{root}/out/y.csv'")]
    [InlineData("COPY (SELECT 1 AS \"to '{root}/out/y.csv'\") TO \"{root}/data/x.csv\"")]
    [InlineData("COPY (SELECT 1 AS \"to '{root}/out/\") TO '{root}/data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{root}/out/'\n'../data/x.csv'")]
    [InlineData("COPY (SELECT 1) TO '{root}/out/' /*\n*/ -- '\n'../data/x.csv'")]
    [InlineData("SELECT 1 --\r; ATTACH '{root}/out/a.db'")]
    [InlineData("SELECT date'\\'; ATTACH '{root}/out/a.db' --'")]
    [InlineData("SELECT E'a''\\'; SELECT 2 --'; ATTACH '{root}/out/a.db'")]
    [InlineData("SELECT E'a'\n'\\'; SELECT 2 --'; ATTACH '{root}/out/a.db'")]
    [InlineData("SELECT 1 AS a$$; ATTACH '{root}/out/a.db'; SELECT 1 AS b$$")]
    [InlineData("SELECT $é$'$é$; ATTACH '{root}/out/a.db' --'")]
    [InlineData("EXPORT DATABASE '{root}/out/ex'")]
    [InlineData("IMPORT DATABASE '/etc'")]
    [InlineData("CREATE SECRET (TYPE s3)")]
    [InlineData("USE main")]
    [InlineData("CHECKPOINT")]
    public async Task the_fence_refuses(string sql)
    {
        File.CreateSymbolicLink(In("data", "link.csv"), In("data2", "a.csv"));
        Directory.CreateSymbolicLink(In("data", "linked"), In("data2"));
        await using var session = await Open();
        var statement = new SqlText(sql.Replace("{root}", In(), StringComparison.Ordinal));
        foreach (var run in new Func<Task>[] { () => Query(session, statement.Text).AsTask(), () => Run(session, statement) })
        {
            (await Should.ThrowAsync<BackendException>(run)).Fault.ShouldBeOneOf(BackendFault.Refused, BackendFault.Unreachable);
            if (sql.StartsWith("SELECT 1; SELECT", StringComparison.Ordinal)) break;
        }
        File.Exists(In("data", "x.csv")).ShouldBeFalse();
        Directory.EnumerateFiles(In("data2")).Select(Path.GetFileName).ShouldBe(["a.csv"]);
        Directory.EnumerateFileSystemEntries(In("out")).ShouldBeEmpty();
        (await Query(session, "SELECT 1")).Scalar.ShouldBe(1L);
    }

    private static async Task Run(IQuerySession session, SqlText sql) => await session.ExecuteAsync(sql, CancellationToken.None);

    [Fact]
    public async Task a_session_without_write_folders_writes_nothing_but_scratch()
    {
        await using var session = await Open(writes: false);
        var refusal = await Should.ThrowAsync<BackendException>(() =>
            Run(session, new SqlText($"COPY (SELECT 1) TO '{In("data", "x.csv")}'")));
        refusal.Fault.ShouldBe(BackendFault.Refused);
        (await Query(session, $"SELECT count(*) FROM '{In("data", "a.csv")}'")).Scalar.ShouldBe(2L);
    }

    [Fact]
    public async Task a_folder_given_by_a_link_is_the_folder_it_points_to()
    {
        Directory.CreateSymbolicLink(In("way"), In("data"));
        await using var session = await Engine.OpenAsync(new SessionRequest([In("way")], [], In("scratch")), CancellationToken.None);
        (await Query(session, $"SELECT count(*) FROM '{In("way", "a.csv")}'")).Scalar.ShouldBe(2L);
        await Should.ThrowAsync<BackendException>(() => Query(session, $"SELECT count(*) FROM '{In("data2", "a.csv")}'").AsTask());
    }

    [Theory]
    [InlineData("SELECT 1", "SELECT")]
    [InlineData("-- a; b\n/* c; */ select ';' ; insert into t values ('--', \";\")", "select", "insert")]
    [InlineData("select $$ ; $$, $x$ ; $x$; copy x to 'y'", "select", "copy")]
    [InlineData("select e'\\';' ; drop table x;;", "select", "drop")]
    [InlineData("(select 1)", "(")]
    [InlineData("")]
    public void statements_split_outside_quotes_and_comments(string sql, params string[] words) =>
        StatementScan.Split(sql).Select(s => s.FirstWord).ShouldBe(words);
}

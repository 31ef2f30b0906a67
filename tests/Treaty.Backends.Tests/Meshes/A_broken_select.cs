using Treaty.Backends.DuckDb;
using Treaty.Core.Findings;
using Treaty.Core.Tests.Meshes;
using Treaty.Operations.Meshes;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Backends.Tests.Meshes;

/// <summary>What is wrong with SQL in documents is said at its place, and nothing besides; none of it is ever run.</summary>
public sealed class A_broken_select : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<IEnumerable<string>> FindingsAsync(HealthyMesh mesh)
    {
        foreach (var (path, text) in mesh.Texts) _folder.Write(path, text);
        return (await CheckMesh.RunAsync(_folder.Path, new DuckDbEngine(), new DateOnly(2026, 1, 31), TestContext.Current.CancellationToken))
            .Findings.Where(f => f.Severity == Severity.Error).Select(f => $"{f.Code} {f.Place}");
    }

    [Fact]
    public async Task Is_none_in_a_healthy_mesh() => (await FindingsAsync(Whole)).ShouldBeEmpty();

    /// <summary>Code, document, the text that is replaced, by what, and where the finding points.</summary>
    public static TheoryData<string, string, string, string, string> Cases { get; } = new()
    {
        { "TRY0503", DailySql, "group by 1", "group by 1 where", "where" },
        { "TRY0503", DailySql, "group by 1", "group by '", "'" },
        { "TRY0503", OrdersContract, "expression: gross_amount", "expression: \"gross_amount +\"", "{name: order_value" },
        { "TRY0503", RevenueRules, "a.status = 'x'", "a.status = ", "{id: rounding" },
        { "TRY0504", DailySql, "from payments.captures", "from sales.orders", "select" },
        { "TRY0504", DailySql, "from payments.captures", "from source.captures", "select" },
        { "TRY0505", DailySql, "sum(amount) as total", "sum(amount) as total, now() as at", "now()" },
        { "TRY0505", DailySql, "sum(amount) as total", "*", "*" },
        { "TRY0505", DailySql, "sum(amount) as total", "sum(amount * random()) as total", "random" },
        { "TRY0505", DailySql, "from payments.captures group", "from payments.captures, read_text('/etc/passwd') group", "read_text" },
        { "TRY0505", DailySql, "sum(amount) as total", "sum(amount) as total, (select content from read_text('/etc/passwd')) as c", "read_text" },
        { "TRY0505", DailySql, "sum(amount) as total", "sum(amount) as total, getenv('HOME') as home", "getenv" },
        { "TRY0505", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "type: sql, query: \"select count(*) from read_csv('/etc/passwd')\", mustBe: 0", "{name: some rows" },
        { "TRY0505", RevenueRules, "a.status = 'x'", "a.status = (select 'x')", "{id: rounding" },
        { "TRY0505", OrdersContract, "expression: gross_amount", "expression: \"random()\"", "{name: order_value" },
        { "TRY0412", OrdersContract, "[A-Z]{3}", "(?=A)[A-Z]{3}", "{name: currency" },
        { "TRY1225", OrdersContract, "[A-Z]{3}", "[A-Z", "\"[A-Z\"" },
        { "TRY0102", RevenueRules, "a: order_value", "a: orders_value", "id: order_payment" },
        { "TRY0102", RevenueRules, "b: captured}", "b: capturd}", "id: order_payment" },
        { "TRY0602", RevenueRules, "Europe/London", "Europe/Londno", "reconciliation" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_said_at_its_place(string code, string path, string old, string with, string at)
    {
        var mesh = Whole.Change(path, old, with);
        (await FindingsAsync(mesh)).Distinct().ShouldBe([$"{code} {mesh.Place(path, at)}"]);
    }

    [Theory]
    [InlineData("select 1 as day, 2 as total; drop table x")]
    [InlineData("delete from payments.captures")]
    [InlineData("copy payments.captures to '/tmp/never.csv'")]
    [InlineData("attach '/tmp/never.db'")]
    [InlineData("install httpfs")]
    [InlineData("pragma database_list")]
    [InlineData("with x as (select 1) delete from payments.captures")]
    [InlineData("set enable_external_access = true")]
    public async Task Is_refused_where_it_is_no_select(string sql)
    {
        var found = await FindingsAsync(Whole.With(DailySql, sql));
        found.ShouldNotBeEmpty();
        found.ShouldAllBe(f => f.StartsWith("TRY0503") || f.StartsWith("TRY0505"));
    }
}

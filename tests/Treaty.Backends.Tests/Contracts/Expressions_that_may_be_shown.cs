using Treaty.Backends.Tests.DuckDb;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Contracts;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Of rows with classified columns only what is plainly made of others is shown.</summary>
public sealed class Expressions_that_may_be_shown(ParsedByDuckDb parsed) : IClassFixture<ParsedByDuckDb>
{
    private static SchemaObject Rows(string? classification) => new("rows", null, null, null, null,
    [
        SmallMesh.Column("name", LogicalType.String), SmallMesh.Column("Town", LogicalType.String),
        SmallMesh.Column("customer_email", LogicalType.String) with { Classification = classification },
        SmallMesh.Column("person", LogicalType.Object) with
        {
            Members = [SmallMesh.Column("first", LogicalType.String), SmallMesh.Column("born", LogicalType.Date) with { Classification = classification }],
        },
    ], [], SmallMesh.Somewhere);

    [Theory]
    [InlineData("name", true)]
    [InlineData("lower(NAME) || ' ' || \"town\"", true)]
    [InlineData("'customer_email'", true)]
    [InlineData("customer_email", false)]
    [InlineData("lower(Customer_Email)", false)]
    [InlineData("\"CUSTOMER_EMAIL\"", false)]
    [InlineData("name || coalesce(substr(upper(customer_EMAIL), 1, 3), '')", false)]
    [InlineData("v.customer_email", false)]
    [InlineData("person.first", false)]
    [InlineData("Person.born", false)]
    [InlineData("person['born']", false)]
    [InlineData("v", false)]
    [InlineData("to_json(v)", false)]
    [InlineData("concat(*COLUMNS('.*MAIL'))", false)]
    [InlineData("concat(*COLUMNS(*))", false)]
    [InlineData("#3", false)]
    [InlineData("(SELECT max(name) FROM v)", false)]
    [InlineData("list_transform([name], x -> lower(x))::VARCHAR", false)]
    [InlineData("name) AS VARCHAR), CAST((customer_email", false)]
    [InlineData("no (expression", false)]
    public async Task Name_no_classified_column(string text, bool shown)
    {
        var select = (await parsed.Tree($"SELECT CAST(({text}) AS VARCHAR)")).Single;
        ShownExpression.MayShow(Rows("restricted"), select).ShouldBe(shown);
        ShownExpression.MayShow(Rows("public"), select).ShouldBeTrue();
    }
}

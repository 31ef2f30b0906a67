using Treaty.Core.Contracts;
using Treaty.Operations.Reading;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>Rows behind a line of a bridge are called by their keys, but for what no one may see.</summary>
public sealed class Keys_of_a_bridge
{
    [Theory]
    [InlineData(null, "o2|2.00")]
    [InlineData("restricted", "(restricted)|2.00")]
    public async Task Are_masked_where_they_are_classified(string? classification, string key)
    {
        using var mesh = new SmallMesh
        {
            Properties =
            [
                SmallMesh.Column("order_id", LogicalType.String) with { KeyPosition = 1, Required = true, Classification = classification },
                SmallMesh.Column("amount", LogicalType.Number) with { Precision = 18, Scale = 2, Required = true, KeyPosition = 2 },
                SmallMesh.Column("placed_at", LogicalType.Timestamp), SmallMesh.Column("status", LogicalType.String),
            ],
        };
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status\no1,1.00,2026-01-01T00:00:00Z,placed\no2,2.00,2026-01-01T00:00:00Z,shipped\n");
        (await mesh.RunAsync()).Refused.ShouldBeFalse();
        await using var store = await mesh.OpenAsync();
        var report = await new DashboardBridge(store, mesh.Mesh).RunAsync(
            new("select sum(amount) from sales.orders where status = 'placed'", "select sum(amount) from sales.orders", "only-a:1"), default);
        report.Findings.ShouldBeEmpty();
        report.Rows!.Rows.Single().GroupKey.ShouldBe(key);
    }
}

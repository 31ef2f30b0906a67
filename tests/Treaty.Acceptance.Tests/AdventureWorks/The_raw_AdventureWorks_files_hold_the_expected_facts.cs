using DuckDB.NET.Data;

namespace Treaty.Acceptance.Tests.AdventureWorks;

/// <summary>The expectations come from SQL over the raw files that shares nothing with the mesh; here it is repeated.</summary>
public sealed class The_raw_AdventureWorks_files_hold_the_expected_facts
{
    [Fact]
    public void Every_expected_fact_is_found_and_every_found_fact_expected()
    {
        var data = AdventureWorksFolders.DataOrSkip();
        var found = Golden(data);
        var expected = ExpectedFacts.Read();
        ExpectedFacts.Differences(expected, found).ShouldBeEmpty();
        found.Keys.Except(expected.Keys, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("revenue")]
    [InlineData("tax")]
    [InlineData("freight")]
    public void The_expected_bridges_add_up(string measure)
    {
        var expected = ExpectedFacts.Read();
        var lines = expected.Where(fact =>
            fact.Key.StartsWith($"order_totals.bridge.{measure}.", StringComparison.Ordinal)
            && fact.Key.EndsWith(".amount", StringComparison.Ordinal));
        (Amount(expected["order_totals.total_a." + measure]) + lines.Sum(line => Amount(line.Value)))
            .ShouldBe(Amount(expected["order_totals.total_b." + measure]));
    }

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Golden(string data)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET file_search_path = '{data.Replace("'", "''", StringComparison.Ordinal)}'";
        command.ExecuteNonQuery();
        var golden = Path.Combine(AdventureWorksFolders.Mesh, "golden");
        foreach (var file in Directory.EnumerateFiles(golden, "*.sql").Order(StringComparer.Ordinal))
        {
            command.CommandText = File.ReadAllText(file);
            using var rows = command.ExecuteReader();
            while (rows.Read()) facts.Add(rows.GetString(0), rows.IsDBNull(1) ? "nothing" : rows.GetString(1));
        }
        return facts;
    }
}

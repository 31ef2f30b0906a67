using System.Runtime.CompilerServices;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Quality;

namespace Treaty.Backends.Tests.Contracts;

public sealed class The_sql_of_a_check
{
    private const string Properties =
        """
        - {name: order_id, logicalType: string, primaryKey: true, logicalTypeOptions: {pattern: 'O-[0-9]+'}}
        - {name: tracking, logicalType: string, unique: true, classification: restricted}
        - {name: customer_id, logicalType: integer, required: true, relationships: [{to: crm.customers/customer.id}]}
        - {name: amount, logicalType: number, physicalType: 'decimal(18,2)', logicalTypeOptions: {minimum: 0}, customProperties: [{property: treatySeverity, value: warning}]}
        - name: status
          logicalType: string
          quality: [{metric: nullValues, mustBeLessThan: 5, unit: percent}, {metric: duplicateValues, mustBeLessThan: 9}]
        - {name: placed_at, logicalType: timestamp}
        - {name: lines, logicalType: array, items: {logicalType: object, properties: [{name: price, logicalType: number, required: true}]}}
        """;

    /// <summary>Written again when TREATY_GOLDEN=write is set; the difference is then what a reviewer reads.</summary>
    [Fact]
    public void Reads_as_it_was_last_reviewed()
    {
        var (contract, findings) = Judged.Read(Properties, "customProperties: [{property: treatyOccurredAt, value: placed_at}]");
        findings.ShouldBeEmpty();
        var o = contract.Objects[0];
        var product = new Reference("sales", "orders");
        var rows = new CheckedRowsSql(o, "\"source\".\"orders\"",
            [.. o.Properties.Select(p => (p.Name, "VARCHAR")), ("_source", "VARCHAR"), ("_record", "BIGINT")], identityMapping: true);
        var (excluded, kept) = (new ExcludedRowsSql(rows), new KeptRowsSql(rows, product, "\"_previous_t\""));
        var rules = o.AllQuality.ToList();
        string[] texts =
        [
            rows.Check().Text, excluded.Make().Text,
            .. rows.Checks.Index().Where(c => c.Item.Broken is null).Select(c => c.Item.Reference is null ? excluded.Duplicates(c.Index).Text
                : excluded.Unresolved(c.Index, new("\"crm\".\"customers__customer\"", null)).Text),
            kept.Identify().Text, kept.FindSpan().Text, kept.FindAgain(null).Text, kept.FindAgain("\"_near_t\"").Text,
            .. new[] { false, true }.Select(again => kept.Taken(rows.Checks.ToList().FindIndex(c => c is { Rule: RowRule.Unique, Broken: null }), excluded.Table, again).Text),
            excluded.Mark().Text, .. rows.MakeGood(rows.OwnPlaces).Select(s => s.Text), rows.CountRows().Text, rows.CountBreaches().Text, kept.MakeAfter(true).Text,
            MetricSql.Figures(o, rows.Good, [.. rules.Where(MetricSql.IsCounted)]).Text, MetricSql.Duplicates(rules[1], rows.Good).Text,
            new QuarantineSql(rows, product, rows.OwnPlaces).Select().Text, new QuarantineLifeSql("_quarantine", "_before", "r000002").Replacing([], []).Text,
            new QuarantineLifeSql("_quarantine", "_before", "r000002").Replacing(["in/a.csv"], ["in/b.csv"]).Text,
            new QuarantineLifeSql("_quarantine", "_before", "r000002").Adding([("t", kept.New)]).Text,
        ];
        var text = string.Join(";\n\n", texts) + ";\n";
        var golden = Path.Combine(Path.GetDirectoryName(Here())!, "check.sql");
        if (Environment.GetEnvironmentVariable("TREATY_GOLDEN") == "write") File.WriteAllText(golden, text);
        text.ShouldBe(File.ReadAllText(golden));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

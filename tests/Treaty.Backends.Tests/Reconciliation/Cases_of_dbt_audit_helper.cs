using System.Globalization;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using YamlDotNet.RepresentationModel;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>The seeds and unit tests of dbt-audit-helper; what is expected is read from its own files.</summary>
public class Cases_of_dbt_audit_helper
{
    private static string Folder => Path.Combine(OutsideTables.DataOrSkip(), "dbt-audit-helper", "integration_tests");

    private static string Seed(string name) => $"FROM read_csv('{Folder}/seeds/{name}.csv', all_varchar = true)";

    private static Dictionary<string, string> Classes { get; } = new(StringComparer.Ordinal)
    {
        ["identical"] = "matched", ["modified"] = "attribute", ["removed"] = "missing-b", ["added"] = "missing-a", ["nonunique_pk"] = "duplicate",
    };

    [Fact]
    public void Row_classes_are_those_of_its_unit_tests()
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(Folder, "models", "unit_test_wrappers", "unit_compare_classify.yml"))) yaml.Load(text);
        var tests = (YamlSequenceNode)yaml.Documents[0].RootNode["unit_tests"];
        tests.Children.Count.ShouldBeGreaterThanOrEqualTo(7);
        foreach (var test in tests) Check((YamlMappingNode)test);
    }

    private static void Check(YamlMappingNode test)
    {
        var vars = test["overrides"]["vars"];
        string[] keys = Texts(vars["primary_key_columns_var"]), columns = Texts(vars["columns_var"]);
        using var tables = new OutsideTables();
        var given = (YamlSequenceNode)test["given"];
        tables.Compare(Table(given[0], keys, columns), Table(given[1], keys, columns),
            [.. keys.Select(key => $"coalesce({key}, '')")], null, [.. columns.Except(keys)], Scope(test));
        var found = tables.Query("SELECT group_key, class FROM p_groups WHERE class <> 'out-of-scope' ORDER BY ALL").Select(r => $"{r[0]} {r[1]}");
        var expected = ((YamlSequenceNode)test["expect"]["rows"]).Select(row =>
            $"{string.Join('|', keys.Select(key => Text(row[key])))} {Classes[Text(row["dbt_audit_row_status"])]}").Distinct().Order(StringComparer.Ordinal);
        found.Order(StringComparer.Ordinal).ShouldBe(expected, Text(test["name"]));
    }

    /// <summary>What both sides could know of: events between two bounds.</summary>
    private static Func<Comparison, Comparison>? Scope(YamlMappingNode test)
    {
        if (!((YamlMappingNode)test["overrides"]).Children.TryGetValue("macros", out var macros)) return null;
        var bounds = macros["audit_helper._get_comparison_bounds"];
        var scope = $"{Text(bounds["event_time"])} BETWEEN '{Text(bounds["min_event_time"])}' AND '{Text(bounds["max_event_time"])}'";
        return comparison => comparison with { A = comparison.A with { Scope = scope }, B = comparison.B with { Scope = scope } };
    }

    private static string Table(YamlNode input, string[] keys, string[] columns)
    {
        string[] all = [.. keys.Union(columns)];
        var rows = ((YamlSequenceNode)input["rows"]).Cast<YamlMappingNode>().Select(row => $"({string.Join(", ", all.Select(column =>
            row.Children.TryGetValue(column, out var value) && Text(value).Length > 0 ? Quote.Text(Text(value)) : "NULL"))})");
        return $"FROM (VALUES {string.Join(", ", rows)}) AS t({string.Join(", ", all)})";
    }

    private static string[] Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Select(Text)];

    private static string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } && value != "null" ? value : "";

    [Theory]
    [InlineData("", "id", "fruit,ripeness", "with_summary")]
    [InlineData("", "id", "fruit", "with_summary_and_exclude")]
    [InlineData("__concat_pk", "produce_category,id", "produce,ripeness", "concat_pk_with_summary")]
    public void Columns_differ_as_often_as_its_seeds_say(string suffix, string keys, string columns, string expected)
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_all_columns__market_of_choice_produce" + suffix), Seed("data_compare_all_columns__albertsons_produce" + suffix),
            keys.Split(','), null, columns.Split(','));
        long Count(string where) => (long)tables.Query($"SELECT count(*) FROM {where}")[0][0]!;
        var both = Count("p_groups WHERE rows_a > 0 AND rows_b > 0");
        foreach (var line in tables.Query("SELECT * " + Seed("expected_results__compare_all_columns_" + expected)))
        {
            var column = ((string)line[0]!).ToLowerInvariant();
            var conflicts = Count($"p_discrepancies WHERE class = 'attribute' AND subject = '{column}'");
            long[] found = [both - conflicts, Count("p_groups WHERE class = 'missing-a'"), Count("p_groups WHERE class = 'missing-b'"), conflicts];
            found.ShouldBe(new[] { 1, 4, 5, 6 }.Select(i => long.Parse((string)line[i]!, CultureInfo.InvariantCulture)), column);
        }
    }

    [Theory]
    [InlineData("value_changes,becomes_null,becomes_not_null,does_not_change", "")]
    [InlineData("value_changes,becomes_not_null,does_not_change", "_exclude_cols")]
    public void Columns_differ_where_its_seeds_say(string columns, string expected)
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_which_columns_differ_a"), Seed("data_compare_which_columns_differ_b"), ["id"], null, columns.Split(','));
        foreach (var line in tables.Query("SELECT * " + Seed("expected_results__compare_which_columns_differ" + expected)))
            ((long)tables.Query($"SELECT count(*) FROM p_discrepancies WHERE subject = '{line[0]}'")[0][0]! > 0)
                .ShouldBe((string)line[1]! == "true", (string)line[0]!);
    }

    [Theory]
    [InlineData("col_a,col_b", "1 matched, 1 missing-a, 1 missing-b")]
    [InlineData("col_a", "2 matched")]
    public void Relations_share_the_rows_that_its_seeds_say(string columns, string classes)
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_relations__a_relation"), Seed("data_compare_relations__b_relation"), columns.Split(','), null, []);
        tables.Classes.ShouldBe(classes);
    }

    [Fact]
    public void Twice_the_same_row_is_not_nothing()
    {
        using var tables = new OutsideTables();
        tables.Compare("FROM (VALUES (1, 'x'), (1, 'x')) AS t(id, col)", "SELECT 1 AS id, 'x' AS col WHERE false", ["id"], null, ["col"]);
        tables.Discrepancies.ShouldBe(["1 duplicate a -1", "1 missing-b -1"]);
    }
}

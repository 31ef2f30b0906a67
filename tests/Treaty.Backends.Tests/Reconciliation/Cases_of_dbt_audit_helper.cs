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

    private static List<YamlMappingNode> UnitTests(string file)
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(Folder, "models", "unit_test_wrappers", file))) yaml.Load(text);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["unit_tests"]).Cast<YamlMappingNode>()];
    }

    [Fact]
    public void Row_classes_are_those_of_its_unit_tests()
    {
        var tests = UnitTests("unit_compare_classify.yml");
        tests.Count.ShouldBeGreaterThanOrEqualTo(7);
        foreach (var test in tests) Check(test);
    }

    [Fact]
    public void Tables_are_identical_where_its_unit_tests_say()
    {
        var tests = UnitTests("unit_quick_are_queries_identical.yml");
        tests.Count.ShouldBe(4);
        foreach (var test in tests)
        {
            using var tables = Compared(test, [], Texts(test["overrides"]["vars"]["quick_are_queries_identical_cols"]));
            tables.Identical().ShouldBe(Text(test["expect"]["rows"][0]["are_tables_identical"]) == "true", Text(test["name"]));
        }
    }

    [Fact]
    public void Columns_differ_where_its_unit_tests_say()
    {
        var tests = UnitTests("unit_compare_which_query_columns_differ.yml");
        tests.Count.ShouldBe(4);
        foreach (var test in tests)
        {
            var vars = test["overrides"]["vars"];
            string[] Names(string name) => [.. Texts(vars[name]).Select(column => column.ToLowerInvariant())];
            using var tables = Compared(test, Names("primary_key_columns_var"), Names("columns_var"));
            foreach (var line in (YamlSequenceNode)test["expect"]["rows"])
            {
                var column = Text(line["column_name"]).ToLowerInvariant();
                var differs = (long)tables.Query($"SELECT count(*) FROM p_discrepancies WHERE subject = '{column}'")[0][0]! > 0;
                differs.ShouldBe(Text(line["has_difference"]) == "true", $"{Text(test["name"])} {column}");
            }
            // Of a key no value differs where all rows have their partner.
            tables.Query("SELECT count(*) FROM p_groups WHERE class NOT IN ('matched', 'out-of-scope')")[0][0].ShouldBe(0L, Text(test["name"]));
        }
    }

    [Fact]
    public void Queries_share_the_rows_that_its_unit_tests_say()
    {
        var tests = UnitTests("unit_compare_queries.yml");
        tests.Count.ShouldBe(2);
        foreach (var test in tests)
        {
            using var tables = Compared(test, [], ["id", "col1", "col2"]);
            var summary = Text(test["overrides"]["vars"]["compare_queries_summarize"]) == "true";
            // Summed up each kind of row is a line; else only rows of one side are.
            var found = tables.Query("SELECT DISTINCT rows_a > 0, rows_b > 0 FROM p_groups").Where(r => summary || !((bool)r[0]! && (bool)r[1]!))
                .Select(r => $"{r[0]} {r[1]}".ToLowerInvariant());
            found.ShouldBe(((YamlSequenceNode)test["expect"]["rows"]).Select(row => $"{Text(row["in_a"])} {Text(row["in_b"])}"), Text(test["name"]));
        }
    }

    /// <summary>The two tables of a unit test, compared by key columns, or by all columns where there are none.</summary>
    private static OutsideTables Compared(YamlMappingNode test, string[] keys, string[] columns)
    {
        var tables = new OutsideTables();
        var given = (YamlSequenceNode)test["given"];
        tables.Compare(Table(given[0], keys, columns), Table(given[1], keys, columns),
            [.. (keys.Length == 0 ? columns : keys).Select(key => $"coalesce({key}, '')")], null, keys.Length == 0 ? [] : [.. columns.Except(keys)], Scope(test));
        return tables;
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

    /// <summary>In what way each column of each row differs, and where it has no value.</summary>
    [Theory]
    [InlineData("", "id", "fruit,ripeness", "without_summary", false)]
    [InlineData("", "id", "fruit,ripeness", "where_clause", true)]
    [InlineData("__concat_pk", "produce_category,id", "produce,ripeness", "concat_pk_without_summary", false)]
    public void Each_column_of_each_row_differs_as_its_seeds_say(string suffix, string keys, string columns, string expected, bool onlyDifferent)
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_all_columns__market_of_choice_produce" + suffix), Seed("data_compare_all_columns__albertsons_produce" + suffix),
            keys.Split(','), null, columns.Split(','));
        var found = keys.Split(',').Concat(columns.Split(',')).SelectMany(column => tables.Query(
            $"""
            SELECT group_key, '{column.ToUpperInvariant()}', rows_a > 0, rows_b > 0, rows_a > 0 AND a.{column} IS NULL, rows_b > 0 AND b.{column} IS NULL,
              EXISTS (FROM p_discrepancies d WHERE d.group_key = g.group_key AND d.class = 'attribute' AND d.subject = '{column}')
            FROM p_groups g LEFT JOIN side_a a ON {Keyed("a", keys)} = g.group_key LEFT JOIN side_b b ON {Keyed("b", keys)} = g.group_key
            """)).Select(r =>
        {
            bool Is(int i) => (bool)r[i]!;
            var perfect = Is(2) && Is(3) && !Is(6);
            return (Key: (string)r[0]!, Line: $"{r[1]} {perfect} {Is(4) && !perfect} {Is(5) && !perfect} {!Is(2)} {!Is(3)} {Is(6)}".ToLowerInvariant(), Perfect: perfect);
        }).Where(r => !onlyDifferent || !r.Perfect);
        var said = tables.Query("SELECT * " + Seed("expected_results__compare_all_columns_" + expected))
            .Select(r => (Key: (string)r[0]!, Line: string.Join(' ', r.Skip(1)).ToLowerInvariant()));
        // Its keys of several columns are hashes: rows are told by all that is said of them.
        static IEnumerable<string> Rows(IEnumerable<(string Key, string Line)> lines, bool hashed) => lines.GroupBy(l => l.Key)
            .Select(row => (hashed ? "" : row.Key + ": ") + string.Join("; ", row.Select(l => l.Line).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
        var hashes = keys.Contains(',', StringComparison.Ordinal);
        Rows(found.Select(r => (r.Key, r.Line)), hashes).ShouldBe(Rows(said, hashes));
    }

    private static string Keyed(string side, string keys) => string.Join(" || '|' || ", keys.Split(',').Select(key => $"{side}.{key}"));

    [Theory]
    [InlineData("col_a,col_b", "relations_without_exclude")]
    [InlineData("col_a", "relations_with_exclude")]
    [InlineData("col_a,col_b", "with_summary")]
    public void Relations_share_the_rows_that_its_seeds_say(string columns, string expected)
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_relations__a_relation"), Seed("data_compare_relations__b_relation"), columns.Split(','), null, []);
        var found = tables.Query("SELECT CASE class WHEN 'matched' THEN 'True True' WHEN 'missing-b' THEN 'True False' WHEN 'missing-a' THEN 'False True' END || ' ' || count(*) "
            + "FROM p_groups GROUP BY class").Select(r => (string)r[0]!).Order(StringComparer.Ordinal);
        found.ShouldBe(tables.Query("SELECT in_a || ' ' || in_b || ' ' || count " + Seed("expected_results__compare_" + expected)).Select(r => (string)r[0]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_of_one_relation_alone_and_all_rows_are_those_of_its_seeds()
    {
        using var tables = new OutsideTables();
        tables.Compare(Seed("data_compare_relations__a_relation"), Seed("data_compare_relations__b_relation"), ["col_a", "col_b"], null, []);
        tables.Query("SELECT group_key || ' ' || (rows_a > 0) || ' ' || (rows_b > 0) FROM p_groups WHERE class <> 'matched' ORDER BY ALL").Select(r => r[0])
            .ShouldBe(tables.Query("SELECT col_a || '|' || col_b || ' ' || in_a || ' ' || in_b AS line " + Seed("expected_results__compare_without_summary") + " ORDER BY line").Select(r => r[0]));
        tables.Query("SELECT 'a', CAST(sum(rows_a) AS VARCHAR) FROM p_groups UNION ALL SELECT 'b', CAST(sum(rows_b) AS VARCHAR) FROM p_groups ORDER BY ALL").Select(r => $"{r[0]} {r[1]}")
            .ShouldBe(tables.Query("SELECT relation_name, total_records " + Seed("expected_results__compare_row_counts") + " ORDER BY ALL").Select(r => $"{r[0]} {r[1]}"));
    }

    [Fact]
    public void Twice_the_same_row_is_not_nothing()
    {
        using var tables = new OutsideTables();
        tables.Compare("FROM (VALUES (1, 'x'), (1, 'x')) AS t(id, col)", "SELECT 1 AS id, 'x' AS col WHERE false", ["id"], null, ["col"]);
        tables.Discrepancies.ShouldBe(["1 duplicate a -1", "1 missing-b -1"]);
    }
}

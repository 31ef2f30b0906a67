using System.IO.Compression;
using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Reading;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Backends.Tests.Doctor;

/// <summary>Turns the metadata files of a bigquery-etl checkout into an inventory in CSV, as a user of that estate would.</summary>
internal static class BigQueryInventory
{
    private static readonly string[] FunctionSpaces = ["udf", "udf_js", "udf_legacy", "assert", "json", "stats"];

    public static void Write(string checkout, string edges, string folder)
    {
        Directory.CreateDirectory(folder);
        var root = Path.GetDirectoryName(Directory.GetDirectories(checkout, "sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First())!;
        using var tables = Csv(folder, "tables.csv", "name", "kind", "space", "owners", "description", "schema", "deprecated", "gone_by", "partitioned",
            "retention_days", "monitored", "access", "labels", "file", "sql_file");
        using var columns = Csv(folder, "columns.csv", "table", "name", "type", "description");
        using var checks = Csv(folder, "checks.csv", "table", "kind");
        foreach (var metadata in Directory.EnumerateFiles(Path.Combine(root, "sql"), "metadata.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            Table(root, metadata, tables, columns, checks);
        using var spaces = Csv(folder, "spaces.csv", "name", "description", "access", "file");
        foreach (var dataset in Directory.EnumerateFiles(Path.Combine(root, "sql"), "dataset_metadata.yaml", SearchOption.AllDirectories))
        {
            var node = Yaml(dataset);
            Row(spaces, Path.GetFileName(Path.GetDirectoryName(dataset)!), node.Text("description"), Access(node), Relative(root, dataset));
        }
        using (var lineage = new GZipStream(File.OpenRead(edges), CompressionMode.Decompress))
        using (var written = File.Create(Path.Combine(folder, "lineage.csv"))) lineage.CopyTo(written);
        File.Copy(Path.Combine(root, "CODEOWNERS"), Path.Combine(folder, "CODEOWNERS"));
        Directory.Move(Path.Combine(root, "sql"), Path.Combine(folder, "sql"));
    }

    private static void Table(string root, string metadata, TextWriter tables, TextWriter columns, TextWriter checks)
    {
        var folder = Path.GetDirectoryName(metadata)!;
        var parts = Relative(root, folder).Split('/');
        var (name, node) = (string.Join('.', parts[1..]), Yaml(metadata));
        bool Has(string file) => File.Exists(Path.Combine(folder, file));
        var partition = node.Get("bigquery").Get("time_partitioning");
        var sql = Has("view.sql") ? "view.sql" : Has("query.sql") ? "query.sql" : null;
        Row(tables, name, parts[1] == "mozfun" || FunctionSpaces.Contains(parts[2]) ? "function" : Has("view.sql") ? "view" : "table", parts[2],
            string.Join(';', node.Get("owners").Texts()), node.Text("description"), Has("schema.yaml") ? "yes" : "no",
            node.Flag("deprecated") == true ? "yes" : "", node.Text("deletion_date"), partition is YamlNode.Map ? "yes" : "",
            partition.Text("expiration_days").Split('.')[0], node.Get("monitoring").Flag("enabled") == true ? "yes" : "", Access(node),
            string.Join(';', node.Get("labels").Entries().Select(e => $"{e.Key}={(e.Value as YamlNode.Scalar)?.Text}")), Relative(root, metadata),
            sql is null ? "" : $"{Relative(root, folder)}/{sql}");
        foreach (var check in new[] { "checks.sql", "bigconfig.yml" }.Where(Has)) Row(checks, name, check);
        if (Has("schema.yaml"))
            foreach (var field in Yaml(Path.Combine(folder, "schema.yaml")).List("fields").Where(f => f.Text("name") != ""))
                Row(columns, name, field.Text("name"), field.Text("type"), field.Text("description"));
    }

    private static string Access(YamlNode? node) => string.Join(';', node.List("workgroup_access")
        .SelectMany(rule => rule.Get("members").Texts().Select(member => $"{rule.Text("role")}={member}")));

    private static YamlNode? Yaml(string path) => LooseYaml.Read(new EstateFile(path, File.ReadAllText(path)), []) is [var root, ..] ? root : null;

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static StreamWriter Csv(string folder, string name, params string[] header)
    {
        var writer = new StreamWriter(Path.Combine(folder, name));
        Row(writer, header);
        return writer;
    }

    private static void Row(TextWriter to, params string[] values) =>
        to.WriteLine(string.Join(',', values.Select(v => $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
}

using System.Globalization;
using Treaty.Core.Doctor.Dbt;
using Treaty.Core.Doctor.Reading;
using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Inventory;

/// <summary>
/// Reads an inventory in CSV as an estate: tables.csv, and beside it columns.csv, checks.csv, lineage.csv, spaces.csv where there are such.
/// A column that no file has is a topic the estate does not speak of.
/// </summary>
public static class InventoryEstate
{
    public const string FileName = "tables.csv";

    /// <param name="folder">The folder in which tables.csv lies.</param>
    public static Estate Read(string folder, IReadOnlyList<ReadFile> files)
    {
        var unread = new List<Unread>();
        var read = new List<string>();
        IReadOnlyList<CsvRecord> Records(string name)
        {
            if (files.FirstOrDefault(f => f.File.Folder == folder && f.File.Name == name) is not { } file) return [];
            read.Add(name);
            return CsvText.Read(file.File, unread);
        }
        var tables = Records(FileName);
        var columns = Records("columns.csv").ToLookup(r => r["table"]);
        var checks = Records("checks.csv").ToLookup(r => r["table"]);
        var edges = Records("lineage.csv");
        var spaces = Records("spaces.csv");
        var sql = files.Where(f => f.Sql is not null).ToDictionary(f => f.File.Path, f => f.Sql!, StringComparer.Ordinal);
        var path = folder == "" ? FileName : $"{folder}/{FileName}";
        unread.AddRange(tables.Where(r => r["name"] == "").Select(r => new Unread(new(path, r.Line, 1), "the record names no table")));
        var assets = tables.Where(r => r["name"] != "")
            .Select(r => Made(r, path, columns[r["name"]], checks[r["name"]], sql)).ToList();
        var lineagePath = path.Replace(FileName, "lineage.csv", StringComparison.Ordinal);
        return new Estate("", EstateKind.Inventory)
        {
            Speaks = Speaks(tables, read, assets),
            Assets = assets,
            Edges = [.. edges.Where(r => r["downstream"] != "" && r["upstream"] != "")
                .Select(r => new Edge(r["downstream"], r["upstream"], new(lineagePath, r.Line, 1))), .. ReadBySql(assets, edges.Count)],
            Spaces = [.. spaces.Where(r => r["name"] != "").Select(r => new Space(r["name"],
                    Place(r, path.Replace(FileName, "spaces.csv", StringComparison.Ordinal)))
                { Description = r["description"], Grants = Grants(r), Owners = Owners(r) })],
            Unread = unread,
            FilesRead = read.Count + assets.Count(a => a.Sql is not null),
        };
    }

    /// <summary>Where no lineage is given, the tables that the SQL names.</summary>
    private static IEnumerable<Edge> ReadBySql(IReadOnlyList<Asset> assets, int given) => given > 0 ? []
        : assets.Where(a => a.Sql is not null).SelectMany(a => a.Sql!.Tables.Select(t => new Edge(a.Name, t.Name, a.Sql.At(t.Line))));

    private static Topic Speaks(IReadOnlyList<CsvRecord> tables, List<string> read, IReadOnlyList<Asset> assets)
    {
        bool Has(string column) => tables is [var first, ..] && first.Values.ContainsKey(column);
        Topic When(bool said, Topic topic) => said ? topic : Topic.Nothing;
        var sql = assets.Any(a => a.Sql is not null);
        return When(Has("owners"), Topic.Owners) | When(Has("description"), Topic.Descriptions)
            | When(Has("schema") || read.Contains("columns.csv"), Topic.Columns) | When(read.Contains("checks.csv") || Has("checks"), Topic.Checks)
            | When(Has("access") || read.Contains("spaces.csv"), Topic.Access) | When(Has("gone_by") || Has("deprecated"), Topic.Dates)
            | When(Has("retention_days"), Topic.Retention) | When(read.Contains("lineage.csv") || sql, Topic.Lineage)
            | When(sql, Topic.Sql) | When(Has("monitored"), Topic.Monitoring) | When(Has("labels"), Topic.Labels);
    }

    private static Asset Made(CsvRecord r, string path, IEnumerable<CsvRecord> columns, IEnumerable<CsvRecord> checks,
        IReadOnlyDictionary<string, ForeignSql> sql)
    {
        var name = r["name"];
        var declared = columns.Select(c => new AssetColumn(c["name"], c["type"], c["description"])).ToList();
        return new Asset(name, Kind(r["kind"]), r["space"] is { Length: > 0 } space ? space : Space(name), Place(r, path))
        {
            Layer = r["layer"],
            Owners = Owners(r),
            Description = r["description"],
            Columns = declared.Count > 0 ? declared : r.Flag("schema") == true ? [new("", "", "")] : null,
            Checks = [.. checks.Select(c => Check(c, path)), .. r.List("checks").Select(c => new Check(c, null, Place(r, path)))],
            Grants = Grants(r),
            Labels = r.List("labels").Select(l => l.Split('=', 2)).GroupBy(p => p[0].Trim())
                .ToDictionary(g => g.Key, g => g.First() is [_, var value] ? value : "", StringComparer.Ordinal),
            Deprecated = r.Flag("deprecated") == true,
            GoneBy = LooseNode.ToDay(r["gone_by"]),
            Partitioned = r.Flag("partitioned") == true,
            RetentionDays = Whole(r["retention_days"]),
            Monitored = r.Flag("monitored") == true,
            Version = Whole(r["version"]),
            Status = r["status"],
            Support = r.List("support"),
            Sql = sql.GetValueOrDefault(r["sql_file"]),
        };
    }

    private static Check Check(CsvRecord c, string path) => new(c["kind"], c["column"] is { Length: > 0 } column ? column : null,
        Place(c, path.Replace(FileName, "checks.csv", StringComparison.Ordinal)))
    {
        Stops = !c["severity"].Equals("warn", StringComparison.OrdinalIgnoreCase),
        Enabled = c.Flag("enabled") != false,
        Arguments = c["expression"] is { Length: > 0 } expression ? new Dictionary<string, string> { ["expression"] = expression }
            : new Dictionary<string, string>(),
        CannotFail = CheckForce.CannotFail(c["kind"], new Dictionary<string, string> { ["expression"] = c["expression"] }, c["where"], "", ""),
    };

    /// <summary>Where the thing itself stands, if the inventory says so; else its record.</summary>
    private static SourcePlace Place(CsvRecord r, string path) =>
        r["file"] is { Length: > 0 } file ? new(file, Whole(r["line"]) ?? 1, 1) : new(path, r.Line, 1);

    private static IReadOnlyList<Owner> Owners(CsvRecord r) =>
    [
        .. r.List("owners").Select(o => o.StartsWith("team:", StringComparison.Ordinal) ? new Owner(o[5..].Trim(), true)
            : o.StartsWith("person:", StringComparison.Ordinal) ? new Owner(o[7..].Trim(), false) : OwnerNames.Of(o)),
    ];

    private static IReadOnlyList<Grant> Grants(CsvRecord r) =>
        [.. r.List("access").Select(a => a.Split('=', 2)).Select(p => p is [var role, var member] ? new Grant(role, member)
            : new Grant("", p[0]))];

    private static AssetKind Kind(string word) => word.ToLowerInvariant() switch
    {
        "view" or "materialized view" => AssetKind.View,
        "source" => AssetKind.Source,
        "seed" => AssetKind.Seed,
        "snapshot" => AssetKind.Snapshot,
        "product" => AssetKind.Product,
        "contract" => AssetKind.Contract,
        "topic" => AssetKind.Topic,
        "function" or "udf" or "procedure" => AssetKind.Function,
        _ => AssetKind.Table,
    };

    private static string Space(string name) => name.Split('.') is [.., var space, _] ? space : "";

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

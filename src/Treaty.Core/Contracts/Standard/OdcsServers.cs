using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>The server types of ODCS: for each its keys, those it must say marked by <c>!</c>.</summary>
internal static class OdcsServers
{
    private const string Files = "location! format encoding delimiter";
    private const string HostPortDatabase = "host! port! database!";
    private const string HostPortDatabaseSchema = "host! port! database! schema!";

    private static readonly (string Types, string Keys, int Since)[] Table =
    [
        ("api", "location!", 0),
        ("athena", "schema! stagingDir catalog regionName workgroup", 0),
        ("azure", "location! format! encoding delimiter", 0),
        ("bigquery", "project! dataset!", 0),
        ("clickhouse mysql synapse", HostPortDatabase, 0),
        ("databricks", "catalog! schema! host", 0),
        ("denodo", "host! port! database", 0),
        ("dremio", "host! port! schema", 0),
        ("duckdb", "database! schema", 0),
        ("exasol", "host! port schema", OdcsStandard.V32),
        ("glue", "account! database! location format encoding", 0),
        ("cloudsql postgres postgresql vertica", HostPortDatabaseSchema, 0),
        ("db2", "host! port! database! schema", 0),
        ("hana", "host! port database schema", OdcsStandard.V32),
        ("hive impala", "host! database! port", 0),
        ("iceberg", "catalog! catalogUrl! namespace warehouse", OdcsStandard.V32),
        ("informix zen", "host! database! port", 0),
        ("kafka", "host! format encoding", 0),
        ("kinesis", "region format encoding", 0),
        ("local", "path! format! encoding", 0),
        ("oracle", "host! port! serviceName!", 0),
        ("presto", "host! catalog schema", 0),
        ("pubsub", "project!", 0),
        ("redshift", "database! schema! host region account", 0),
        ("s3", "location! endpointUrl format encoding delimiter", 0),
        ("sftp", Files, 0),
        ("snowflake", "account! database! schema! host port warehouse", 0),
        ("sqlserver", "host! database! schema! port", 0),
        ("teradata", "host! port database", OdcsStandard.V32),
        ("trino", "host! port! catalog! schema!", 0),
        ("custom", "account catalog database dataset delimiter endpointUrl format encoding host location path port project region regionName "
            + "schema serviceName stagingDir warehouse stream", 0),
    ];

    public static ImmutableArray<string> Types { get; } =
        [.. Table.SelectMany(row => row.Types.Split(' ')).Order(StringComparer.Ordinal)];

    public static ImmutableArray<BlockVariant> Variants { get; } =
    [
        .. Table.SelectMany(row => row.Types.Split(' ').Select(type =>
            new BlockVariant((map, _) => map.Is("type", type), $"the server is of type {type}", [.. row.Keys.Split(' ').Select(Of)]))),
        // Where the type itself is wrong, that alone is said.
        new((map, _) => !map.Is("type", [.. Types]), "the server's type is not known",
            [.. Table.SelectMany(row => row.Keys.Split(' ')).Select(key => Of(key.TrimEnd('!'))).DistinctBy(key => key.Name)]),
    ];

    private static KeyShape Of(string key)
    {
        var name = key.TrimEnd('!');
        Shape shape = name == "port" ? new Shape.Number(Whole: true) : Text;
        if (name == "port") shape = Either(shape, new Shape.Form(@"\$\{.+\}|[0-9]+", "a port number, or a variable such as ${DB_PORT}"));
        return key.EndsWith('!') ? Must(name, shape) : Key(name, shape, name is "encoding" or "workgroup" ? OdcsStandard.V32 : 0);
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The numbered scripts that bring a store from any earlier schema to this program's; each runs whole or not at all.</summary>
internal static class SqliteUpgrades
{
    private const long TreatyStore = 1414681689; // "TRTY"

    private static readonly IReadOnlyList<(long Number, string Resource)> Scripts =
        [.. typeof(SqliteUpgrades).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Upgrades/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (long.Parse(name.AsSpan("Upgrades/".Length, 4), CultureInfo.InvariantCulture), name))];

    /// <summary>Refuses a file of another program or of a newer Treaty, before anything in it is touched.</summary>
    public static void CheckKnown(SqliteConnection connection, string file)
    {
        var version = Version(connection);
        var tables = connection.Scalar("SELECT count(*) FROM sqlite_schema") is > 0L;
        if (tables && connection.Scalar("PRAGMA application_id") is not TreatyStore)
            throw new BackendException(
                BackendFault.Refused, $"`{file}` is a database of another program", "name another file as the mesh's store");
        if (version > Scripts[^1].Number)
            throw new BackendException(BackendFault.Refused,
                $"`{file}` was written by a newer Treaty (store version {version}; this program knows {Scripts[^1].Number})",
                "use the newer Treaty; an older one cannot read its store");
    }

    public static void Apply(SqliteConnection connection)
    {
        foreach (var (number, resource) in Scripts.Where(script => script.Number > Version(connection)))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            if (Version(connection) >= number) continue; // another process was faster
            connection.Scalar(Text(resource));
            connection.Scalar(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));
            transaction.Commit();
        }
    }

    private static long Version(SqliteConnection connection) => (long)connection.Scalar("PRAGMA user_version")!;

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(SqliteUpgrades).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

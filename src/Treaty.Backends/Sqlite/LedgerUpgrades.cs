using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>Brings a ledger file to the newest form, script by numbered script, each in a transaction of its own.</summary>
internal static class LedgerUpgrades
{
    private static readonly (int Number, string Sql)[] Scripts =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.Contains(".Sqlite.Upgrades.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select((name, index) => (index + 1, Read(name))),
    ];

    public static async ValueTask ApplyAsync(SqliteConnection connection)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        var version = await connection.ExecuteScalarAsync<int>("PRAGMA user_version", transaction: transaction).ConfigureAwait(false);
        if (version > Scripts.Length)
            throw new BackendException(BackendFault.Refused,
                $"this store was written by a newer treaty (form {version}, this one knows {Scripts.Length})",
                "use the newer treaty");
        foreach (var (number, sql) in Scripts.Where(script => script.Number > version))
            await connection.ExecuteAsync(sql + $"\nPRAGMA user_version = {number};", transaction: transaction).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

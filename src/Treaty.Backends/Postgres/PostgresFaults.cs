using System.Net.Sockets;
using Npgsql;
using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Postgres;

/// <summary>Turns what PostgreSQL or the way to it says into a fault of the door.</summary>
internal static class PostgresFaults
{
    public static BackendException From(Connection connection, Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } gone =>
            new(BackendFault.Refused, $"{Name(connection)}: {gone.MessageText}", "correct `table`", e),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => new(BackendFault.Refused,
            $"{Name(connection)}: {denied.MessageText}", $"let `{connection.User}` select from it", e),
        PostgresException { SqlState: ['2', '8', ..] } auth => new(BackendFault.Refused, $"{Name(connection)}: {auth.MessageText}",
            $"check `user` in treaty.yaml and the password in the environment variable {connection.PasswordVariable}", e),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } gone => new(BackendFault.Refused,
            $"{Name(connection)}: {gone.MessageText}", "correct `database` in treaty.yaml", e),
        PostgresException other => new(BackendFault.Refused, $"{Name(connection)}: {other.MessageText} ({other.SqlState})",
            "see the server's message", e),
        NpgsqlException { Message: var text } when text.Contains("No password", StringComparison.Ordinal) => new(BackendFault.Refused,
            $"{Name(connection)} asks for a password", $"put it into the environment variable {connection.PasswordVariable}", e),
        _ => new(BackendFault.Unreachable, $"{Name(connection)} cannot be reached: {(e.InnerException as SocketException ?? e).Message}",
            "check that the server runs and that host and port in treaty.yaml are right", e),
    };

    private static string Name(Connection connection) => $"connection `{connection.Name}` ({connection.Host}:{connection.Port})";
}

using Npgsql;
using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Postgres;

/// <summary>
/// Opens a connection that treaty.yaml names, and no other. Everything is set part by part, so that nothing in a document can become an
/// option of the driver. The password comes from the environment variable that the connection names; without one none is sent.
/// </summary>
public static class PostgresConnection
{
    private const int SecondsToConnect = 15;

    /// <exception cref="BackendException">Unreachable where no server answers, Refused where it does not let us in.</exception>
    public static async ValueTask<NpgsqlConnection> OpenAsync(Connection connection, CancellationToken cancel)
    {
        var opened = new NpgsqlConnection(Text(connection));
        try
        {
            await opened.OpenAsync(cancel).ConfigureAwait(false);
            return opened;
        }
        catch (NpgsqlException e)
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw PostgresFaults.From(connection, e);
        }
    }

    private static string Text(Connection connection)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = connection.Host,
            Port = connection.Port,
            Database = connection.Database,
            Username = connection.User,
            SslMode = connection.Tls switch
            {
                ConnectionTls.Disable => SslMode.Disable,
                ConnectionTls.Require => SslMode.Require,
                ConnectionTls.VerifyCa => SslMode.VerifyCA,
                ConnectionTls.VerifyFull => SslMode.VerifyFull,
                _ => SslMode.Prefer,
            },
            Timeout = SecondsToConnect,
            CommandTimeout = 0,
            Pooling = false,
            ApplicationName = "treaty",
            Timezone = "UTC",
            Options = "-c default_transaction_read_only=on -c datestyle=ISO -c extra_float_digits=1 -c bytea_output=hex",
        };
        if (Environment.GetEnvironmentVariable(connection.PasswordVariable) is { Length: > 0 } password) text.Password = password;
        return text.ConnectionString;
    }
}

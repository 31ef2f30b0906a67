using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Backends.Tests.Sources;

/// <summary>A real PostgreSQL of one test class, on a free port of this machine; where none is installed the tests skip and say so.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("treaty-postgres-").FullName;
    private readonly string? _programs = Programs();
    private bool _started;

    public int Port { get; } = FreePort();

    public Connection Connection => new("shop_db", "127.0.0.1", Port, "treaty", "treaty", "TREATY_PASSWORD_SHOP_DB", ConnectionTls.Disable, new SourcePlace("treaty.yaml", 1, 1));

    public void OrSkip()
    {
        if (!_started) Assert.Skip("PostgreSQL (initdb and pg_ctl) is not installed here");
    }

    public async ValueTask InitializeAsync()
    {
        if (_programs is null || OperatingSystem.IsWindows()) return;
        if (Environment.UserName == "root") await RunAsync("chown", "postgres", _folder);
        await ProgramAsync("initdb", "-D", $"{_folder}/data", "-U", "treaty", "--auth=trust", "--no-locale", "-E", "UTF8", "--no-sync");
        await ProgramAsync("pg_ctl", "-D", $"{_folder}/data", "-w", "-l", $"{_folder}/log", "-o",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off", "start");
        _started = true;
        await using var connection = new NpgsqlConnection(Text("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE treaty", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started) await ProgramAsync("pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    public async Task SqlAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Text("treaty"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string Text(string database) => $"Host=127.0.0.1;Port={Port};Username=treaty;Database={database};Pooling=false";

    private Task ProgramAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", $"{_programs}/{program}", .. arguments])
        : RunAsync($"{_programs}/{program}", arguments);

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static string? Programs() => (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .Select(folder => Path.Combine(folder, "bin")).Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>How far a connection is encrypted: as in PostgreSQL's own clients.</summary>
public enum ConnectionTls { Prefer, Disable, Require, VerifyCa, VerifyFull }

/// <summary>
/// A database that sources may read, named in treaty.yaml. Hosts that are named nowhere there cannot be reached. The password is never
/// in a document: it is in the environment variable that <see cref="PasswordVariable"/> names.
/// </summary>
public sealed record Connection(
    string Name, string Host, int Port, string Database, string User, string PasswordVariable, ConnectionTls Tls, SourcePlace Place);

/// <summary>Reads <c>connections</c> of treaty.yaml.</summary>
public static partial class ConnectionDocument
{
    public static readonly FindingKind Secret = new("TRY1400", Severity.Error, "a password stands in a document");
    public static readonly FindingKind BadHost = new("TRY1401", Severity.Error, "a host is malformed");
    public static readonly FindingKind NoConnection = new("TRY1402", Severity.Error, "a source names a connection that is not configured");

    private const int StandardPort = 5432;

    private static readonly IReadOnlyList<(string Text, ConnectionTls Tls)> TlsWords =
    [
        ("prefer", ConnectionTls.Prefer), ("disable", ConnectionTls.Disable), ("require", ConnectionTls.Require),
        ("verify-ca", ConnectionTls.VerifyCa), ("verify-full", ConnectionTls.VerifyFull),
    ];

    public static ImmutableArray<Connection> Read(Fields settings)
    {
        var map = settings.Map("connections");
        return [.. map.Entries.Select(entry => Read(entry.Key, new Fields(entry.Value, entry.Value.Place, settings.Findings)))];
    }

    private static Connection Read(string name, Fields f)
    {
        if (!Reference.IsId(name))
            f.Findings.Add(MeshRules.BadId.At(f.Place, $"`{name}` is no id", "use lower-case letters, digits and _, beginning with a letter"));
        var host = f.Required("host");
        if (host != "" && !HostPattern().IsMatch(host))
            f.Findings.Add(BadHost.At(f.PlaceOf("host"), $"`{host}` is no host", "name one host or address, without user, port or list"));
        if (f.Has("password"))
            f.Findings.Add(Secret.At(f.PlaceOf("password"), $"the connection `{name}` holds its password",
                $"remove it, change it where it was used, and put it into the environment variable {Variable(name)} or the one that `passwordFrom` names"));
        var tls = f.Word("tls", [.. TlsWords.Select(w => w.Text)]) is { } word ? TlsWords.First(w => w.Text == word).Tls
            : ConnectionTls.Prefer;
        var connection = new Connection(name, host, f.Integer("port") ?? StandardPort, f.Required("database"), f.Required("user"),
            f.Text("passwordFrom") ?? Variable(name), tls, f.Place);
        f.End("description");
        return connection;
    }

    private static string Variable(string name) => "TREATY_PASSWORD_" + name.ToUpperInvariant();

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9a-fA-F:]+)\z")]
    private static partial Regex HostPattern();
}

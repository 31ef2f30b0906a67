using System.Globalization;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reading;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>The discrepancies that one run of a comparison found, read from the lake part by part.</summary>
public sealed class FoundDiscrepancies : IAsyncDisposable
{
    private const long OnePart = 100_000;
    private const int KeysAtOnce = 2_000;
    private const string Hex = "0123456789abcdef";

    private readonly ComparisonManifest _manifest;
    private readonly IQuerySession _session;
    private readonly bool _hasGroups;

    private FoundDiscrepancies(ComparisonManifest manifest, IQuerySession session, bool hasGroups) =>
        (_manifest, _session, _hasGroups) = (manifest, session, hasGroups);

    /// <summary>Null where the lake no longer holds what the run found.</summary>
    public static async ValueTask<FoundDiscrepancies?> OpenAsync(MeshStore store, Mesh mesh, ComparisonManifest manifest,
        CancellationToken cancel)
    {
        var table = manifest.Table(Comparing.Discrepancies);
        if (await store.Lake.ReadAsync(table.Table, table.LakeVersion, cancel).ConfigureAwait(false) is not { } snapshot) return null;
        if (!snapshot.Files.All(f => File.Exists(f.Path))) return null;
        var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var views = new InputViews(store, session);
        var shown = await views.ShowTableAsync("\"table\"", table, cancel).ConfigureAwait(false);
        // In the order of ids, so that each part is found without reading the others.
        await session.ExecuteAsync(new SqlText(shown
            ? $"CREATE TEMP TABLE found AS SELECT {string.Join(", ", Columns)} FROM \"table\" ORDER BY discrepancy_id"
            : $"CREATE TEMP TABLE found AS SELECT {string.Join(", ", Columns.Select(c => $"CAST(NULL AS VARCHAR) AS {c}"))} WHERE false"), cancel)
            .ConfigureAwait(false);
        var hasGroups = true;
        foreach (var groups in manifest.Tables.Where(t => t.Object is Comparing.Agreed or Comparing.Groups))
        {
            var kept = await store.Lake.ReadAsync(groups.Table, groups.LakeVersion, cancel).ConfigureAwait(false);
            hasGroups &= kept is not null && kept.Files.All(f => File.Exists(f.Path));
        }
        if (hasGroups) await new ComparisonViews(store, session).ShowAsync("", manifest, cancel, Comparing.Groups).ConfigureAwait(false);
        return new(manifest, session, hasGroups);
    }

    private static readonly string[] Columns =
    [
        "discrepancy_id", "group_key", "class", "subject", "side", "value_a", "value_b", "amount", "gross", "currency", "business_date", "definition",
    ];

    /// <summary>Prefixes of ids that split what was found into parts of a size that fits in memory.</summary>
    public IReadOnlyList<string> Parts => _manifest.Table(Comparing.Discrepancies).Rows switch
    {
        <= OnePart => [""],
        <= OnePart * 16 => [.. Hex.Select(c => c.ToString())],
        _ => [.. Hex.SelectMany(a => Hex.Select(b => $"{a}{b}"))],
    };

    /// <summary>Those whose ids begin with a prefix, by id.</summary>
    public async ValueTask<IReadOnlyList<FoundDiscrepancy>> PartAsync(string prefix, CancellationToken cancel)
    {
        var rows = await _session.QueryAsync(new SqlText(
            $"""
            SELECT {string.Join(", ", Columns)}
            FROM found
            WHERE discrepancy_id >= {Quote.Text(prefix)} AND discrepancy_id < {Quote.Text(prefix + "g")}
            ORDER BY discrepancy_id
            """), int.MaxValue, cancel).ConfigureAwait(false);
        return [.. rows.Rows.Select(r => new FoundDiscrepancy((string)r[0]!, _manifest.Ref, (string)r[1]!, (string)r[2]!, Text(r[3]),
            Text(r[4]),
            (string?)r[5], (string?)r[6], ReadDiscrepancies.Trim(r[7]), ReadDiscrepancies.Trim(r[8]), Text(r[9]), r[10] as DateOnly?,
                Text(r[11])))];
    }

    /// <summary>The classes that groups have in this run; groups that are no more are not in the answer.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> ClassesAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!_hasGroups) return classes;
        foreach (var chunk in keys.Distinct(StringComparer.Ordinal).Chunk(KeysAtOnce))
        {
            var rows = await _session.QueryAsync(new SqlText(
                $"SELECT group_key, class FROM groups WHERE group_key IN (SELECT unnest({Quote.List(chunk)}))"), int.MaxValue, cancel).ConfigureAwait(false);
            foreach (var row in rows.Rows) classes[(string)row[0]!] = (string)row[1]!;
        }
        return classes;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

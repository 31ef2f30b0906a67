using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>The lake as Delta Lake tables (reader 1, writer 2) below one folder. Any Delta reader can open a table; its JSON log is the
/// only truth about
/// it.</summary>
public sealed partial class DeltaLake(string root) : ILake
{
    public string DataFolder(LakeTable table) => Directory.CreateDirectory(Folder(table)).FullName;

    public ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel)
    {
        var log = new DeltaLog(DataFolder(table));
        if (log.VersionOf(commit.Run) is { } done) return ValueTask.FromResult(done);
        var before = log.Read(null);
        if (before?.Version != commit.Base)
            throw new BackendException(BackendFault.Conflict,
                $"table {table} stands at version {Text(before?.Version)}, not at {Text(commit.Base)} as this run expected",
                    "something else wrote to this table; run again");
        var version = (commit.Base ?? -1) + 1;
        if (!log.TryWrite(version, DeltaActions.Of(table, commit, before)))
            throw new BackendException(BackendFault.Conflict, $"version {Text(version)} of table {table} was taken by another writer",
                "run again");
        return ValueTask.FromResult(version);
    }

    public ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel) =>
        ValueTask.FromResult(Directory.Exists(Folder(table)) ? new DeltaLog(Folder(table)).Read(version) : null);

    public ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel)
    {
        if (!Directory.Exists(Folder(table))) return ValueTask.FromResult(0);
        var named = new DeltaLog(Folder(table)).EverNamed();
        var swept = 0;
        foreach (var file in Directory.EnumerateFiles(Folder(table), "*.parquet").Where(path => !named.Contains(Path.GetFileName(path))))
        {
            File.Delete(file);
            swept++;
        }
        return ValueTask.FromResult(swept);
    }

    private string Folder(LakeTable table)
    {
        if (!(Id().IsMatch(table.Context) && Id().IsMatch(table.Product) && Id().IsMatch(table.Object) && table.Major >= 0))
            throw new ArgumentException($"not a table of the lake: {table}", nameof(table));
        return Path.Combine(root, table.Context, table.Product, "v" + table.Major.ToString(CultureInfo.InvariantCulture), table.Object);
    }

    private static string Text(long? version) => version?.ToString(CultureInfo.InvariantCulture) ?? "none";

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z")]
    private static partial Regex Id();
}

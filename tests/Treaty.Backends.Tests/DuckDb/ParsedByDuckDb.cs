using Treaty.Backends.DuckDb;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.DuckDb;

/// <summary>One session that parses for all tests of a class.</summary>
public sealed class ParsedByDuckDb : IAsyncLifetime
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("treaty-parse-").FullName;
    private IQuerySession? _session;

    public async ValueTask InitializeAsync() =>
        _session = await new DuckDbEngine().OpenAsync(new SessionRequest([], [], _scratch, Threads: 1), CancellationToken.None);

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async Task<SelectTree> Tree(string sql)
    {
        var parsed = (await _session!.ParseAsync([sql], CancellationToken.None))[0];
        return parsed.TreeJson is { } json ? SelectTree.Read(json, sql) : new SelectTree([], parsed.Error);
    }
}

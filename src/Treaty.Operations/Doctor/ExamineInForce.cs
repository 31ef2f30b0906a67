using Treaty.Core;
using Treaty.Core.Doctor;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Doctor;

/// <summary>The mesh in force examined: its diagnosis, whether a mesh is the right thing here, and where to go on.</summary>
/// <param name="Before">The run after which the mesh stood as the trend compares with; null where that was a change of the mesh, or
/// nothing.</param>
/// <param name="Products">The references of its products, so that evidence can lead to them.</param>
public sealed record ExaminationReport(
    Diagnosis Diagnosis, ReadinessReport Readiness, IReadOnlyList<FlowCandidate> Next, string? Before, IReadOnlySet<string> Products);

/// <summary>Examines the mesh in force, and the mesh as it stood after the run or change before the newest: the ledger holds
/// both.</summary>
public sealed class ExamineInForce(MeshStore store, InForce inForce)
{
    private IReadOnlyList<ReadDocument>? _inForce;
    private Past? _past;

    /// <summary>What was seen after a record: it does not change, so it is judged once.</summary>
    private sealed record Past(long Number, KeptDiagnosis Seen);

    public async ValueTask<ExaminationReport> RunAsync(Moment moment, CancellationToken cancel)
    {
        var estate = await EstateAsync(inForce.Documents, store.Ledger, moment, cancel).ConfigureAwait(false);
        var diagnosis = Diagnose.Run(estate, moment.Day);
        var before = await BeforeAsync(cancel).ConfigureAwait(false);
        if (before is not null) diagnosis = diagnosis with
        {
            Trend = Trend.Between(await AfterAsync(before, cancel).ConfigureAwait(false), diagnosis),
        };
        return new(diagnosis, Readiness.Of(estate, new Dictionary<string, bool>()), NextFlow.Rank(estate),
            before?.Entry is { Kind: RecordKind.Run } run ? run.Run : null, inForce.Mesh.Products.Select(p => p.Ref.ToString())
                .ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The last record of the run, or of the change of the mesh in force, before the newest; both may come in one step.</summary>
    private async ValueTask<LedgerRecord?> BeforeAsync(CancellationToken cancel)
    {
        var steps = (await store.Ledger.ReadAsync(new(RecordKind.Run), cancel).ConfigureAwait(false))
            .Concat(await store.Ledger.ReadAsync(new(RecordKind.Mesh), cancel).ConfigureAwait(false)).OrderBy(r => r.Number).ToList();
        return steps.LastOrDefault(r => r.Entry.At < steps[^1].Entry.At);
    }

    private async ValueTask<KeptDiagnosis> AfterAsync(LedgerRecord run, CancellationToken cancel)
    {
        if (_past is { } kept && kept.Number == run.Number) return kept.Seen;
        var documents = await EnterForce.DocumentsAsOfAsync(store.Ledger, run.Number + 1, cancel).ConfigureAwait(false);
        var then = new Moment(run.Entry.At, 0);
        var seen = KeptDiagnosis.Of(Diagnose.Run(await EstateAsync(documents, new LedgerUntil(store.Ledger, run.Number), then, cancel)
            .ConfigureAwait(false), then.Day));
        _past = new(run.Number, seen);
        return seen;
    }

    /// <summary>The trees of documents; of those in force only once, since the run before stood mostly on the same.</summary>
    private IReadOnlyList<ReadDocument> TreesOf(IReadOnlyList<MeshDocument> documents) =>
        documents.SequenceEqual(inForce.Documents) ? _inForce ??= Read(documents) : Read(documents);

    private static IReadOnlyList<ReadDocument> Read(IReadOnlyList<MeshDocument> documents) =>
        [.. documents.AsParallel().AsOrdered().Select(ReadDocument.Read)];

    private async ValueTask<Estate> EstateAsync(IReadOnlyList<MeshDocument> documents, ILedger ledger, Moment moment,
        CancellationToken cancel)
    {
        var trees = TreesOf(documents);
        var compiled = MeshCompiler.Compile(trees, moment.Day);
        var check = new CheckReport("", compiled.Mesh, documents, compiled.Findings) { Trees = trees };
        return await new ReadMeshEstate(check, store.Engine, ledger, store.Use).RunAsync(moment, cancel).ConfigureAwait(false);
    }
}

/// <summary>A ledger as it stood after one of its records. It is read, never written.</summary>
internal sealed class LedgerUntil(ILedger ledger, long number) : ILedger
{
    public async ValueTask<IReadOnlyList<LedgerRecord>> ReadAsync(LedgerFilter filter, CancellationToken cancel)
    {
        var read = (await ledger.ReadAsync(filter with { Last = false }, cancel).ConfigureAwait(false)).Where(r => r.Number <= number);
        return filter.Last ? [.. read.GroupBy(r => r.Entry.Subject).Select(g => g.Last()).OrderBy(r => r.Number)] : [.. read];
    }

    public ValueTask<string?> KeptAsync(string hash, CancellationToken cancel) => ledger.KeptAsync(hash, cancel);

    public ValueTask<long?> VerifyAsync(CancellationToken cancel) => ledger.VerifyAsync(cancel);

    public ValueTask<IAsyncDisposable> HoldAsync(string holder, CancellationToken cancel) => throw Past();

    public ValueTask<IReadOnlyList<LedgerRecord>> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancel) => throw Past();

    public ValueTask<string> KeepAsync(string content, CancellationToken cancel) => throw Past();

    public ValueTask<IReadOnlyList<string>> KeepAllAsync(IReadOnlyList<string> contents, CancellationToken cancel) => throw Past();

    /// <summary>The ledger belongs to the store.</summary>
    public ValueTask DisposeAsync() => default;

    private static InvalidOperationException Past() => new("a ledger as it stood cannot be written");
}

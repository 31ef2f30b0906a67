using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Doctor;

/// <param name="Folder">The estate's folder.</param>
/// <param name="AsOf">The day the estate is judged on.</param>
public sealed record DoctorRequest(string Folder, DateOnly AsOf)
{
    /// <summary>True to read who changed what from the history of the folder.</summary>
    public bool History { get; init; }

    /// <summary>A query log in CSV; null without.</summary>
    public string? QueryLog { get; init; }

    /// <summary>What an earlier run kept; a file that is not there is no earlier run.</summary>
    public string? Baseline { get; init; }

    /// <summary>Where to keep this run; null not to.</summary>
    public string? Save { get; init; }

    public string? Budget { get; init; }

    /// <summary>The estate where it was read already, as a Treaty mesh is; null to read the folder.</summary>
    public Estate? Given { get; init; }
}

/// <summary>Examines an estate and says which failure modes it shows.</summary>
public sealed class RunDoctor(IEstateFiles files)
{
    public Diagnosis Run(DoctorRequest request, IProgress<string>? progress, CancellationToken cancel) =>
        RunAsync(request, progress, cancel).AsTask().GetAwaiter().GetResult();

    /// <exception cref="BackendException">Unreachable where the folder or a named file is not there; Refused where the budget cannot be
    /// read.</exception>
    public async ValueTask<Diagnosis> RunAsync(DoctorRequest request, IProgress<string>? progress, CancellationToken cancel)
    {
        // Named files first: a long reading should not end in a misspelt name.
        var budget = request.Budget is null ? null : BudgetOf(Text(request.Budget));
        var log = request.QueryLog is null ? null : Text(request.QueryLog);
        var before = request.Baseline is { } path && File.Exists(path) ? TreatyJson.Read<KeptDiagnosis>(Text(path).Text) : null;
        var estate = EstateOf(request, progress, cancel);
        if (request.History) estate = await WithHistoryAsync(estate, request.Folder, progress, cancel).ConfigureAwait(false);
        if (log is not null) estate = WithReads(estate, log);
        progress?.Report($"looking for {SignList.All.Count} signs in {estate.Assets.Count} assets");
        var diagnosis = Diagnose.Run(estate, request.AsOf);
        if (before is not null) diagnosis = diagnosis with { Trend = Trend.Between(before, diagnosis) };
        if (budget is not null) diagnosis = diagnosis with { Budget = budget.Judge(diagnosis) };
        if (request.Save is { } save) Keep(save, diagnosis);
        return diagnosis;
    }

    /// <summary>The estate as it is asked for, without history and logs.</summary>
    public Estate EstateOf(DoctorRequest request, IProgress<string>? progress, CancellationToken cancel) =>
        request.Given ?? new ReadEstate(files).Run(request.Folder, progress, cancel);

    private async ValueTask<Estate> WithHistoryAsync(Estate estate, string folder, IProgress<string>? progress, CancellationToken cancel)
    {
        progress?.Report("reading the history");
        var changes = await files.HistoryAsync(folder, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Unreachable, $"{folder} has no git history that can be read",
                "leave --history out, or name a folder inside a git repository");
        return estate with { Changes = changes, Speaks = estate.Speaks | Topic.History };
    }

    private static Estate WithReads(Estate estate, EstateFile log)
    {
        var unread = new List<Unread>();
        var reads = QueryLog.Read(log, estate.Assets, unread);
        return estate with { Reads = reads, Unread = [.. estate.Unread, .. unread], Speaks = estate.Speaks | Topic.QueryLog };
    }

    private static Budget BudgetOf(EstateFile file)
    {
        var findings = new List<Finding>();
        var budget = Budget.Read(file, findings);
        return findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } wrong
            ? throw new BackendException(BackendFault.Refused, $"{wrong.Place}: {wrong.Sentence}", wrong.Help) : budget;
    }

    private static EstateFile Text(string path) => File.Exists(path) ? new(path.Replace('\\', '/'), File.ReadAllText(path))
        : throw new BackendException(BackendFault.Unreachable, $"there is no file {path}", "correct the name");

    /// <summary>Written beside and moved into place, so that a crash leaves the earlier one whole.</summary>
    private static void Keep(string path, Diagnosis diagnosis)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, TreatyJson.Write(KeptDiagnosis.Of(diagnosis), indented: true) + "\n");
        File.Move(draft, path, overwrite: true);
    }
}

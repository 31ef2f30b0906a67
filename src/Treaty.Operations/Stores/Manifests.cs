using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Stores;

/// <summary>
/// A product version: which lake version of which table makes it up, what it was made from, and what its checks said. Its ledger record
/// is what makes the
/// version visible; catalog and lineage are read from nothing else.
/// </summary>
/// <param name="Fingerprint">Hash of the documents, source files and input versions it was made from; equal means nothing new.</param>
public sealed record VersionManifest(
    string Ref, long Version, string Run, DateTimeOffset At, string ContractVersion, string MeshHash, string Fingerprint,
    IReadOnlyList<TableManifest> Tables, IReadOnlyList<SourceManifest> Sources, IReadOnlyList<string> Inputs, RowFigures Rows,
    IReadOnlyList<CheckLine> Checks, IReadOnlyList<QuarantineLine> Quarantine, DateTimeOffset? FreshAsOf,
        IReadOnlyList<ColumnOrigins> Lineage)
{
    public TableManifest? Table(string schemaObject) => Tables.FirstOrDefault(t => t.Object == schemaObject);

    public string Verdict => Checks.Any(c => c.Verdict is "fail" or "error") ? "fail" : Checks.Any(c => c.Verdict == "warn") ? "warn"
        : "pass";
}

/// <param name="Corrected">True where the table holds several states of a row.</param>
/// <param name="Content">Order-independent hash of the logical content: promised columns and row ids.</param>
public sealed record TableManifest(string Object, LakeTable Table, long LakeVersion, long Rows, bool Corrected, string Content)
{
    /// <summary>Where changes were added to the table: which groups each change has superseded, so that what earlier files say of them no
    /// longer holds. Null where all files hold.</summary>
    public SupersededTable? Superseded { get; init; }

    /// <summary>What the contract's metrics counted over the table's rows, by the name of the count; what is added to them is counted
    /// alone.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);
}

/// <summary>The table of superseded group keys; a file of it belongs to the data file of the same run.</summary>
public sealed record SupersededTable(LakeTable Table, long LakeVersion);

/// <summary>The files of one source that the version was made from.</summary>
public sealed record SourceManifest(string Source, IReadOnlyList<SourceFileManifest> Files, IReadOnlyList<string> Columns)
{
    /// <summary>The engine's types of the columns; empty where all are text.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}

/// <param name="Sha256">Of the file's bytes, lower-case hex.</param>
public sealed record SourceFileManifest(string Name, long Bytes, DateTimeOffset Modified, string Sha256, long Rows);

/// <summary>Where one column comes from: <c>relation.column</c> of the select's inputs.</summary>
public sealed record ColumnOrigins(string Object, string Column, string How, IReadOnlyList<string> From);

/// <summary>The outcome of one comparison: its tables in the lake, and what was found.</summary>
/// <param name="Ref">Owner and comparison id: <c>zone.revenue:order_payment</c>.</param>
public sealed record ComparisonManifest(
    string Ref, string Run, DateTimeOffset At, string Fingerprint, string A, string B, IReadOnlyList<TableManifest> Tables,
        IReadOnlyList<ClassCount> Classes,
    IReadOnlyList<ProofCount> Proofs, IReadOnlyList<MeasureTotals> Totals)
{
    /// <summary>Hash of the documents that shape it: those of its owner and of both sides.</summary>
    public string Rules { get; init; } = "";

    /// <summary>Hash of the decisions about single rows that it obeyed; empty where there were none.</summary>
    public string Locks { get; init; } = "";

    /// <summary>Totals from elsewhere, and what the sides come to.</summary>
    public IReadOnlyList<ControlLine> Controls { get; init; } = [];

    /// <summary>For a feed's comparison, the versions that it read besides its sides.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>How many changes were added since everything was compared.</summary>
    public int Changes { get; init; }

    /// <summary>Why everything was compared although it had been before; empty where only changes were, or it was the first time.</summary>
    public string Whole { get; init; } = "";

    /// <summary>The newest business date of side A; null where there is none, or it was not kept.</summary>
    public DateOnly? NewestA { get; init; }

    /// <summary>The newest business date of side B; null where there is none, or it was not kept.</summary>
    public DateOnly? NewestB { get; init; }

    /// <summary>The holidays that an input listed, where ages count business days.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>What its passes by unique pairs searched, and what they did not.</summary>
    public IReadOnlyList<SearchLine> Searches { get; init; } = [];

    public TableManifest Table(string name) => Tables.First(t => t.Object == name);
}

/// <summary>A step that was refused for what it was given. Given the same again it would be refused again, so it is not tried again
/// unless someone asks for it.</summary>
/// <param name="Fingerprint">Of what it was given.</param>
/// <param name="Sources">The source files as they were found, so that they are known again without being read.</param>
public sealed record RefusalManifest(
    string Run, DateTimeOffset At, string Fingerprint, IReadOnlyList<SourceManifest> Sources, StepReport Step);

/// <summary>Independently read totals of one measure on both sides, by currency.</summary>
public sealed record MeasureTotals(string Measure, string Side, string Currency, decimal Amount);

using Treaty.Core.Contracts.Clauses;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Says of every clause of a product's contract what holds it, from the documents in force and the records of its runs.</summary>
public sealed class ReadContractStatus(ILedger ledger, InForce inForce)
{
    public static readonly FindingKind NoProduct = new("TRY1312", Severity.Error, "the status of a contract is asked for that is not there");

    /// <summary>One attempt to publish: a version that came of it, or a refusal.</summary>
    private sealed record Attempt(string Run, DateTimeOffset At, bool Refused, IReadOnlyList<CheckLine> Checks, string What);

    public async ValueTask<ContractStatusReport> RunAsync(string reference, CancellationToken cancel)
    {
        var mesh = inForce.Mesh;
        if (Reference.TryParse(reference) is not { } asked || mesh.Product(asked.Bare) is not { } product)
            return Empty(reference, NoProduct.At(null, $"`{reference}` is no product of this mesh",
                Nearest.Help(reference, [.. mesh.Products.Select(p => p.Ref.ToString())])));
        var versions = await ledger.VersionsAsync(product.Ref, cancel).ConfigureAwait(false);
        var attempts = versions.Select(v => new Attempt(v.Run, v.At, false, v.Checks, "rows held back"))
            .Concat(await RefusalsAsync(product, cancel).ConfigureAwait(false)).OrderBy(a => a.At).ThenBy(a => a.Refused).ToList();
        var last = attempts.LastOrDefault(a => a.Checks.Count > 0);
        var newest = versions.Count == 0 ? null : versions[^1];
        var declared = Declared(product).ToList();
        return new(
            product.Ref.ToString(), product.Contract.Id, product.Contract.Version, newest?.Version, last?.At, last?.Run ?? "",
            [.. Promises(product, last).Select(line => Status(line, attempts))], [.. Other(declared)],
            [.. Lines(declared.Where(d => d.Clause.Treatment == ClauseTreatment.NotEnforced))],
            declared.Count(d => d.Clause.Treatment == ClauseTreatment.Descriptive),
            attempts.LastOrDefault(a => a.Refused) is { } refusal ? new(refusal.Run, refusal.At, true, refusal.What) : null, []);
    }

    private static ContractStatusReport Empty(string reference, Finding finding) =>
        new(reference, "", "", null, null, "", [], [], [], 0, null, [finding]);

    /// <summary>What the last attempt measured; before any, what the contract will have measured.</summary>
    private static IEnumerable<CheckLine> Promises(Product product, Attempt? last) => last?.Checks
        ?? PromisedChecks.Of(product.Contract).Select(r => Publishing.CheckObject.Line(r) with { Verdict = "never", Measured = "" });

    private static ClauseStatus Status(CheckLine line, List<Attempt> attempts)
    {
        var at = Math.Max(0, line.Clause.LastIndexOf('/'));
        var mechanism = ContractClauses.Of(line.Clause[..at], line.Clause[(line.Clause.Length == 0 ? 0 : at + 1)..])?.Mechanism
            ?? ClauseMechanism.None;
        var breach = attempts.LastOrDefault(a => a.Checks.Any(c => Same(c, line) && (c.Verdict is "warn" or "fail" or "error")));
        var broken = breach?.Checks.First(c => Same(c, line));
        return new(line.Clause, line.Object, line.Column, line.Check, Words(mechanism), line.Severity, line.Dimension, line.Verdict,
            line.Measured, breach is null ? null : new(breach.Run, breach.At, breach.Refused, broken!.Measured));
    }

    private static bool Same(CheckLine a, CheckLine b) => (a.Object, a.Column, a.Check) == (b.Object, b.Column, b.Check);

    private static string Words(ClauseMechanism mechanism) => mechanism switch
    {
        ClauseMechanism.EachRow => "each row",
        ClauseMechanism.None => "",
        _ => mechanism.ToString().ToLowerInvariant(),
    };

    private IEnumerable<DeclaredClause> Declared(Product product)
    {
        var path = product.Contract.Place.File;
        if (inForce.Documents.FirstOrDefault(d => d.Path == path) is not { } document) return [];
        return YamlReader.Read(document, []) is { } root ? DeclaredClauses.Of(root) : [];
    }

    private static IEnumerable<ClauseLine> Other(List<DeclaredClause> declared) => Lines(declared.Where(d =>
        d.Clause.Treatment == ClauseTreatment.Enforced
        && d.Clause.Mechanism is ClauseMechanism.Document or ClauseMechanism.Change or ClauseMechanism.Access));

    private static IEnumerable<ClauseLine> Lines(IEnumerable<DeclaredClause> clauses) =>
        clauses.Select(d => new ClauseLine($"{d.Clause.Block}/{d.Clause.Key}", d.Path, d.Place.ToString(), d.Clause.By));

    private async ValueTask<IEnumerable<Attempt>> RefusalsAsync(Product product, CancellationToken cancel)
    {
        var name = product.Ref.ToString();
        var runs = await ledger.ReadAsync(new(RecordKind.Run), cancel).ConfigureAwait(false);
        // The name stands in the record's text, so that records without it are not read as reports.
        return runs.Where(r => r.Entry.Body.Contains(name, StringComparison.Ordinal)).Select(r => TreatyJson.Read<RunReport>(r.Entry.Body))
            .SelectMany(run => run.Steps.Where(s => s.Ref == name && s.Outcome == StepOutcome.Refused)
                .Select(s => new Attempt(run.Run, run.At, true, s.Checks, s.Findings is [var first, ..] ? first.Sentence : "")));
    }
}

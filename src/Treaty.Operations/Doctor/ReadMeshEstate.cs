using Treaty.Core;
using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Meshes;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Auditing;
using Treaty.Operations.Contexts;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Doctor;

/// <summary>Reads a Treaty mesh as an estate: its documents as they stand, and what its ledger shows that happened.</summary>
/// <param name="use">The log of who reads what; null where there is none.</param>
/// <param name="ledger">Null where nothing was ever run; what only a ledger shows is then not known.</param>
public sealed class ReadMeshEstate(CheckReport check, IQueryEngine engine, ILedger? ledger, IUseLog? use)
{
    private static readonly string[] Explained = ["definition", "late", "matched"];

    private Mesh Mesh => check.Mesh;

    public async ValueTask<Estate> RunAsync(Moment moment, CancellationToken cancel)
    {
        var facts = new MeshFacts(Mesh, check.Findings, moment.Day) { Meetings = await ReadTerms.MeetingsAsync(Mesh, engine, cancel)
            .ConfigureAwait(false) };
        return MeshAssets.Of(ledger is null ? facts : await LedgerAsync(facts, ledger, moment, cancel).ConfigureAwait(false));
    }

    private async ValueTask<MeshFacts> LedgerAsync(MeshFacts facts, ILedger records, Moment moment, CancellationToken cancel)
    {
        var versions = await records.ReadAsync(new(RecordKind.Version), cancel).ConfigureAwait(false);
        var first = versions.GroupBy(r => r.Entry.Subject).ToDictionary(g => g.Key, g => Day(g.First().Entry.At), StringComparer.Ordinal);
        var all = await records.ReadAsync(new(), cancel).ConfigureAwait(false);
        return facts with
        {
            Since = all is [var begun, ..] ? Day(begun.Entry.At) : moment.Day,
            Clauses = await new ReadEvidence(records, Mesh, check.Trees).JudgeAsync(moment.Day, cancel).ConfigureAwait(false),
            Promises = await new MeasurePromises(records, Mesh).RunAsync(moment, cancel).ConfigureAwait(false),
            Published = first,
            Changes = [.. Changes(all)],
            Compared = [.. Compared(all)],
            Read = use is null ? new HashSet<string>() : (await use.ReadAsync(cancel).ConfigureAwait(false)).Select(u => u.Product)
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Each plan that was carried out, for each product whose documents it changed.</summary>
    private IEnumerable<ProductChange> Changes(IReadOnlyList<LedgerRecord> all)
    {
        var plans = new Dictionary<string, (string By, PlanBody Body)>(StringComparer.Ordinal);
        foreach (var record in all)
            if (record.Entry.Kind == PlanRecords.Saved) plans[record.Entry.Subject] = (record.Entry.By,
                TreatyJson.Read<PlanBody>(record.Entry.Body));
            else if (record.Entry.Kind == PlanRecords.Applied && plans.TryGetValue(record.Entry.Subject, out var plan))
            {
                var teams = TreatyJson.Read<AppliedPlan>(record.Entry.Body).Approvals.SelectMany(a => a.Teams)
                    .Concat(Mesh.Principal(plan.By)?.Teams ?? []).Distinct(StringComparer.Ordinal).ToList();
                // What a product is born with is no change of it.
                foreach (var product in plan.Body.Plan.Documents.Where(d => d.Before is not null).Select(d => DocumentScope.Of(d.Path)
                    .Product).OfType<Reference>().Distinct())
                    yield return new(product.ToString(), Day(record.Entry.At), [.. teams]);
            }
    }

    private IEnumerable<ComparedFor> Compared(IReadOnlyList<LedgerRecord> all)
    {
        var decided = all.Count(r => r.Entry.Kind == DecisionRecords.Decided);
        foreach (var comparison in Mesh.Comparisons)
        {
            var outcomes = all.Where(r => r.Entry.Kind == RecordKind.Comparison && r.Entry.Subject == Comparing.RefOf(comparison)).ToList();
            if (outcomes is not [var first, ..]) continue;
            var open = TreatyJson.Read<ComparisonManifest>(outcomes[^1].Entry.Body).Classes
                .Where(c => !Explained.Contains(c.Class)).Sum(c => c.Discrepancies);
            yield return new(Comparing.RefOf(comparison), comparison.Owner.ToString(), Day(first.Entry.At), open, decided,
                comparison.Place);
        }
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

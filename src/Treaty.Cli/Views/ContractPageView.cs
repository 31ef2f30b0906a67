using Treaty.Core.Contracts.Clauses;
using Treaty.Operations.Contracts;

namespace Treaty.Cli.Views;

/// <summary>A contract as a person reads it.</summary>
internal static class ContractPageView
{
    public static void Write(TextWriter to, ShownContract contract)
    {
        FindingView.Write(to, contract.Findings);
        if (contract.Id is null) return;
        to.WriteLine($"{contract.Id} {contract.Version}, {contract.Status ?? "no status"}");
        foreach (var (word, text) in new[] { ("for", contract.Purpose), ("not for", contract.Limitations) })
            if (text is not null) to.WriteLine($"  {word}: {text.ReplaceLineEndings(" ")}");
        foreach (var o in contract.Objects) Object(to, o);
        List(to, "service level", contract.Objectives);
        List(to, "roles", contract.Roles);
        Clauses(to, contract.Clauses);
    }

    private static void Object(TextWriter to, ShownObject o)
    {
        to.WriteLine($"\n{o.Name}{(o.Description is { } description ? ": " + description.ReplaceLineEndings(" ") : "")}");
        TextTable.Write(to, ["column", "type", "promise", "meaning"],
            [.. o.Columns.Select(c => (IReadOnlyList<string?>)[c.Name, c.Type, c.Promise, c.Description])],
            new HashSet<int>(), "  ");
        foreach (var check in o.Checks) to.WriteLine($"  check  {check}");
    }

    private static void List(TextWriter to, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        to.WriteLine($"\n{title}");
        foreach (var line in lines) to.WriteLine($"  {line}");
    }

    private static void Clauses(TextWriter to, IReadOnlyList<UsedClause> clauses)
    {
        var open = clauses.Where(c => c.Clause.Treatment == ClauseTreatment.NotEnforced).ToList();
        to.WriteLine($"\n{Figures.Count(clauses.Count(c => c.Clause.Treatment == ClauseTreatment.Enforced), "clause")} enforced, "
            + $"{Figures.Count(clauses.Count(c => c.Clause.Treatment == ClauseTreatment.Descriptive))} descriptive, {Figures.Count(open.Count)} not enforced");
        foreach (var (clause, times) in open) to.WriteLine(
            $"  not enforced  {clause.Block}.{clause.Key}{(times > 1 ? $" ({times} times)" : "")}: {clause.By}");
    }
}

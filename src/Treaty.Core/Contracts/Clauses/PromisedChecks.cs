using Treaty.Core.Quality;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>What a publish of a contract will measure, before any has.</summary>
public static class PromisedChecks
{
    public static IEnumerable<CheckResult> Of(Contract contract)
    {
        foreach (var o in contract.Objects)
        {
            var typed = o.Properties.ToDictionary(p => p.Name, p => TypedColumn.Of(p, TypedColumn.Raw(p.Name), "VARCHAR"),
                StringComparer.Ordinal);
            foreach (var check in RowChecks.Of(o, typed))
                yield return new(o.Name, check.Column, check.Words, Verdict.Skip, "", check.Severity)
                {
                    Clause = check.Clause, Dimension = check.Dimension,
                };
            foreach (var rule in o.AllQuality.Where(r => !RowChecks.IsRowRule(r)))
                yield return Judgement.Of(o.Name, rule, null, 0);
        }
        var nothing = new ServiceFigures(DateTimeOffset.MinValue, null, null, 0, 0, (_, _) => (null, null));
        foreach (var objective in MeasureObjectives.Of(contract, nothing)) yield return objective;
    }
}

using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A value is taken from the first of several joined tables that has it: whose truth wins is decided in passing.</summary>
public sealed class CrossSourceCoalesce() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Lineage, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1035", Severity.Warning, "one value out of several sources");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = Texts.Of(estate);
        if (sql.Count == 0) return null;
        var places = sql.SelectMany(x => SqlPatterns.Calls(x.Sql, "coalesce")
            .Where(c => c.Arguments.Select(SqlPatterns.Column).Where(n => n is { Qualifier.Length: > 0 }).Select(n => n!.Value.Qualifier)
                .Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1).Select(c => (x.Name, x.Sql, Call: c))).ToList();
        var assets = places.GroupBy(p => p.Name).Where(g => g.Count() >= 3).ToList();
        return Seen(sql.Count, assets.Select(g => new Evidence(g.Key, g.First().Sql.At(g.First().Call.Line),
                $"{g.Count()} values come from whichever joined table has one")),
            $"{assets.Count} of {sql.Count} SQL texts take three values or more from whichever source has one",
            "say for each value which context asserts it; make what is merged a reconciled product")
            .With(new Count("such values", places.Count));
    }
}

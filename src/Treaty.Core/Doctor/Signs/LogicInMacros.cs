using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A macro or function of the platform decides by business values: its authors decide what the domains' words mean.</summary>
public sealed class LogicInMacros() : Sign(Found, FailureMode.PlatformOverreach, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1041", Severity.Warning, "business rules in shared macros");

    private const int LeastDecisions = 3;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var shared = estate.OtherSql.Where(s => s.File.Contains("macro", StringComparison.OrdinalIgnoreCase)
                || s.Code.Any(t => t.Kind == TokenKind.JinjaBlock && t.Text.StartsWith("macro ", StringComparison.Ordinal)))
            .Concat(estate.Of(AssetKind.Function).Select(a => a.Sql).OfType<ForeignSql>()).ToList();
        if (shared.Count == 0) return null;
        var deciding = shared.Select(s => (Sql: s, Rules: Decisions.In(s))).Where(x => x.Rules.Count >= LeastDecisions).ToList();
        return Seen(shared.Count, deciding.Select(x => new Evidence(x.Sql.File, x.Sql.At(x.Rules[0]),
                $"decides {x.Rules.Count} times by a literal value")),
            $"{deciding.Count} of {shared.Count} shared macros and functions decide by business values",
            "give the rule back to the context that owns the word; keep in macros what is true of every business")
            .Graded(deciding.Count < 2 ? Severity.Info : Severity.Warning);
    }
}

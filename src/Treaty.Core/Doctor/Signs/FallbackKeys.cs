using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// An identity is taken from the first of three or more columns of a row that is filled (id, else mail, else name): a matching rule
/// nobody decided.
/// </summary>
public sealed class FallbackKeys() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Identities, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1030", Severity.Error, "identity by fall-back keys");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = Texts.Of(estate);
        if (sql.Count == 0) return null;
        var places = sql.SelectMany(x => SqlPatterns.Calls(x.Sql, "coalesce").Select(c => (x.Name, x.Sql, Call: c, Columns: Columns(c)))
            .Where(p => p.Columns.Count >= 3 && p.Columns.Count(IsKey) >= 2)).ToList();
        return Observation.Made(this, Math.Max(1, places.Count), [.. places.Select(p => new Evidence(p.Name, p.Sql.At(p.Call.Line),
                $"coalesce({string.Join(", ", p.Columns)}) stands for an identity"))],
                $"an identity falls back from column to column in {places.Count} places of {places.Select(p => p.Name).Distinct().Count()} assets",
                "make the matching rule explicit in one place, with its proof and a queue for what stays ambiguous")
            .Graded(places.Count switch { 0 => Severity.Info, < 3 => Severity.Warning, _ => Severity.Error });
    }

    /// <summary>The columns of one row: unqualified names. Columns of joined tables are another sign.</summary>
    private static List<string> Columns(SqlCall call) =>
        call.Arguments.Select(SqlPatterns.Column).All(c => c is { Qualifier: "" })
            ? [.. call.Arguments.Select(a => SqlPatterns.Column(a)!.Value.Name)] : [];

    private static bool IsKey(string column) => AssetNames.Words(column).Any(w => w is "id" or "uuid" or "guid" or "key" or "email" or "mail"
        or "username" or "login" or "phone" or "mobile" or "msisdn" or "number" or "no" or "code" or "ssn" or "name" or "account" or "handle");
}

using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Records of people are joined by their mail address: addresses change, are shared and are written in several ways.</summary>
public sealed class EmailJoins() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Identities, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1032", Severity.Warning, "persons joined by mail address");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = Texts.Of(estate);
        if (sql.Count == 0) return null;
        var joins = sql.SelectMany(x => SqlPatterns.Equalities(x.Sql).Where(e => IsMail(e.Left) && IsMail(e.Right)
                && e.Left != e.Right && e.Left.Qualifier != "" && e.Right.Qualifier != "")
            .Select(e => (x.Name, x.Sql, Join: e))).ToList();
        var assets = joins.Select(j => j.Name).Distinct().Count();
        return Seen(Math.Max(sql.Count, 1), joins.DistinctBy(j => j.Name).Select(j => new Evidence(j.Name, j.Sql.At(j.Join.Line),
                $"{j.Join.Left.Qualifier}.{j.Join.Left.Name} = {j.Join.Right.Qualifier}.{j.Join.Right.Name}"
                + (j.Join.Plain ? ", as written" : ""))),
            $"{assets} of {sql.Count} SQL texts join people by mail address",
            "join by a key; where there is none, link the parties by a rule with a proof and keep the key")
            .Graded(assets >= 3 && assets * 100 >= sql.Count ? Severity.Warning : Severity.Info)
            .With(new Count("that compare addresses as written, upper and lower case apart", joins.Where(j => j.Join.Plain)
                .Select(j => j.Name).Distinct().Count(), sql.Count), new("such joins", joins.Count));
    }

    private static bool IsMail(ColumnName column) => column.Name.EndsWith("email", StringComparison.OrdinalIgnoreCase)
        || column.Name.EndsWith("mail", StringComparison.OrdinalIgnoreCase) || column.Name.EndsWith("email_address", StringComparison.OrdinalIgnoreCase);
}

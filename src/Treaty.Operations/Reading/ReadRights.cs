using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>The matrix of decision rights of the mesh in force.</summary>
public sealed class ReadRights(Mesh mesh)
{
    public RightsReport Run(DateOnly day)
    {
        var matrix = RightsMatrix.Of(mesh, day);
        List<RightsLine> rows = [.. matrix.Rows.Select(Line)];
        return new(day, [.. matrix.Rights.Select(right => right.Text())], rows, Teams(rows, day),
            [.. mesh.Accords.Select(accord => Line(accord, day))],
            [.. RightRules.Judge(mesh, day).Concat(StatusRules.Judge(mesh, day))
                .Select(finding => MeshCompiler.Judge(mesh, finding, day)).Sorted()], mesh.HasPrincipals)
        {
            Statuses = [.. mesh.Comparisons.Where(c => c.Status is not null && mesh.Product(c.A.Object) is not null
                && mesh.Product(c.B.Object) is not null).SelectMany(c => Statuses(c, day))],
        };
    }

    private IEnumerable<StatusRightsLine> Statuses(Comparison comparison, DateOnly day)
    {
        var status = StatusAuthority.Apply(mesh, comparison, day).Status!;
        foreach (var side in Sides.Both)
        {
            var of = comparison.On(side);
            StatusRightsLine Line(IReadOnlyList<string> said, StatusStanding standing, IReadOnlyList<RightHolder> holders) => new(
                comparison.Ref, side.Letter(), of.Object.ToString(), said, standing.ToString().ToLowerInvariant(),
                StatusAuthority.RightOf(mesh, of).Text(), [.. holders.Select(h => h.Team).Distinct()],
                [.. holders.Select(h => h.Accord).OfType<string>().Distinct()]);
            var known = StatusRules.Known(mesh, comparison, side);
            if (known.Count == 0)
                yield return Line([], status.Voice(side).Otherwise, StatusAuthority.Holding(mesh, comparison, side, null, day));
            foreach (var group in known.GroupBy(said => (Standing: status.Voice(side).Of(said), Held: string.Join(' ',
                StatusAuthority.Holding(mesh, comparison, side, said, day).Select(h => h.Team)))))
                yield return Line([.. group], group.Key.Standing, StatusAuthority.Holding(mesh, comparison, side, group.First(), day));
        }
    }

    private static RightsLine Line(RightsRow row) => new(row.Context, row.Name,
        row.IsFact ? "fact" : row.Context == Reference.LegacyContext ? "feed" : "product", row.Product?.ToString(),
        row.Class is { } @class ? ProductClasses.Text(@class) : null, row.Owner, [.. row.Cells.Select(Line)]);

    private static RightsCellLine Line(RightsCell cell) => new(cell.Right.Text(), cell.Standing.ToString().ToLowerInvariant(),
        [.. cell.Holders.Select(h => h.Team)], [.. cell.Holders.Select(h => h.Accord).OfType<string>().Distinct()], cell.Demanded,
            cell.Breaks);

    private List<TeamRights> Teams(List<RightsLine> rows, DateOnly day) =>
    [
        .. mesh.Teams.DistinctBy(team => team.Id).Select(team => new TeamRights(team.Id, team.Name, team.Contact,
                rows.Sum(row => row.Cells.Count(cell => cell.Teams.Contains(team.Id))), rows.Count(row => row.Owner == team.Id),
                rows.Where(row => row.Owner == team.Id).Sum(row => row.Cells.Count(cell => cell.Breaks)),
                mesh.HasPrincipals ? mesh.Principals.Count(p => p.Teams.Contains(team.Id) && p.ActiveOn(day)) : null))
            .OrderByDescending(team => team.Decides).ThenBy(team => team.Team, StringComparer.Ordinal),
    ];

    private static AccordLine Line(Accord accord, DateOnly day) => new(accord.Id, accord.Purpose, accord.Between,
        [.. accord.Rights.Select(Given)],
        accord.Until, accord.HoldsOn(day));

    private static string Given(AccordedRight given)
    {
        var statuses = given.Statuses.IsEmpty ? "" : $" for {string.Join(", ", given.Statuses)}";
        return $"{given.Right.Text()} of {new RightScope(given.Of, given.Product, given.Fact)}{statuses} "
            + $"{(given.Delegated ? "delegated to" : "shared with")} {given.To}";
    }
}

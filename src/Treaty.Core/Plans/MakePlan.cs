using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>A mesh with the documents it was compiled from.</summary>
public sealed record PlanSide(Mesh Mesh, IReadOnlyList<ReadDocument> Documents);

/// <summary>Compares what is in force with documents that are to come into force.</summary>
public static class MakePlan
{
    private const int LongestValue = 80;

    /// <param name="before">Null where nothing is in force yet.</param>
    public static Plan Between(PlanSide? before, PlanSide after)
    {
        var old = (before?.Documents ?? []).ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        var @new = after.Documents.ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        var changed = old.Keys.Union(@new.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => (Before: old.GetValueOrDefault(path), After: @new.GetValueOrDefault(path)))
            .Where(d => d.Before?.Document.Text != d.After?.Document.Text).ToList();
        // The rules in force say how changes are approved, so that no plan can relax the rules it goes by.
        var build = new Build(new Readers(before?.Mesh, after.Mesh), new ChangeSubjects(before?.Mesh, after.Mesh),
            (before?.Mesh ?? after.Mesh).Constitution.Approvals);
        foreach (var (a, b) in changed) build.Add(a, b);
        return new(before?.Mesh.Hash ?? "", after.Mesh.Hash,
            [.. changed.Select(d => new DocumentChange((d.Before ?? d.After)!.Document.Path, Hash(d.Before), Hash(d.After)))],
            [.. build.Changes], [.. build.Decisions], build.Acknowledgements());
    }

    private static string? Hash(ReadDocument? document) => document is null ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Document.Text)));

    private sealed class Build(Readers readers, ChangeSubjects subjects, ApprovalRules rules)
    {
        private readonly HashSet<Reference> _broken = [];
        private readonly Dictionary<Decision, int> _numbers = [];

        public List<PlannedChange> Changes { get; } = [];

        public List<Decision> Decisions { get; } = [];

        public void Add(ReadDocument? before, ReadDocument? after)
        {
            var path = (before ?? after)!.Document.Path;
            var scope = DocumentScope.Of(path);
            var judge = new DocumentCompatibility(scope, before, after);
            foreach (var difference in Differences(before, after, scope.Kind))
            {
                var compatibility = judge.Of(difference);
                var about = scope.Product is null ? subjects.Of(scope, difference, before, after).ToList() : [];
                // A mapping is decided by both its contexts; a product or a fact breaks for those who read it.
                if (compatibility == Compatibility.Breaking && scope.Kind != DocumentKind.ContextMap)
                    _broken.UnionWith(scope.Product is { } product ? [product] : about);
                var needs = DecisionsNeeded.For(scope, difference, before?.Root, after?.Root)
                    .Select(need => Number(need with { FourEyes = FourEyes(need, compatibility) }));
                Changes.Add(new(path, difference.Path, difference.Kind, Short(difference.Before), Short(difference.After), compatibility,
                    difference.Place, [.. needs.Distinct().Order()], scope.Product is { } p ? readers.Of(p) : readers.OfAll(about)));
            }
        }

        /// <summary>A consumer has its say about each product that breaks, if another team answers for the consumer.</summary>
        public ImmutableArray<Acknowledgement> Acknowledgements() =>
        [
            .. _broken.OrderBy(p => p.ToString(), StringComparer.Ordinal).SelectMany(broken => readers.Direct(broken)
                .Where(reader => reader.Team is not null && reader.Team != readers.TeamOf(broken))
                .Select(reader => new Acknowledgement(reader.Ref.ToString(), reader.Team!, broken.ToString()))
                .OrderBy(a => a.Consumer, StringComparer.Ordinal)),
        ];

        private static IEnumerable<TreeDifference> Differences(ReadDocument? before, ReadDocument? after, DocumentKind kind)
        {
            if (before?.Root is not null || after?.Root is not null) return TreeDifferences.Between(before?.Root, after?.Root);
            // A select is compared as text: a comment in it may be a directive, and what looks like one may stand in a literal.
            return kind == DocumentKind.Select || before is null || after is null
                ? [new("", before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed, null, null,
                    new((before ?? after)!.Document.Path, 1, 1))]
                : [];
        }

        private bool FourEyes(Decision need, Compatibility compatibility) =>
            rules.FourEyes.Contains(need.Right) || (rules.BreakingNeedsFourEyes && compatibility == Compatibility.Breaking);

        private int Number(Decision need)
        {
            if (!_numbers.TryGetValue(need with { FourEyes = false }, out var same))
            {
                _numbers.Add(need with { FourEyes = false }, Decisions.Count);
                Decisions.Add(need);
                return Decisions.Count - 1;
            }
            Decisions[same] = Decisions[same] with { FourEyes = Decisions[same].FourEyes || need.FourEyes };
            return same;
        }

        private static string Short(Meshes.Yaml.YamlNode? node) =>
            NodeText.Of(node).ReplaceLineEndings(" ") is { Length: > LongestValue } text ? text[..(LongestValue - 1)] + "…"
                : NodeText.Of(node).ReplaceLineEndings(" ");
    }
}

using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Contexts;

/// <summary>Shows the words of a mesh side by side: their meanings, who answers for them, how they translate, where they meet.</summary>
/// <param name="ledger">Null where nothing was ever run.</param>
public sealed class ReadTerms(Mesh mesh, IQueryEngine engine, ILedger? ledger)
{
    public static readonly FindingKind NoWord = new("TRY1123", Severity.Error, "a word has no meaning in any context");

    /// <param name="word">A term, a synonym, or <c>context.term</c>; null for every word.</param>
    public async ValueTask<TermsReport> RunAsync(string? word, DateOnly day, CancellationToken cancel)
    {
        var all = mesh.Contexts.SelectMany(c => c.Terms.Select(t => (Context: c, Term: t))).ToList();
        var asked = all.Where(x => word is null || Is(x.Context, x.Term, word)).ToList();
        if (asked.Count == 0 && word is not null)
        {
            var known = all.SelectMany(x => x.Term.Synonyms.Prepend(x.Term.Id)).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).ToList();
            return new(word, [], [], [], [NoWord.At(null, $"no context says what `{word}` means", Nearest.Help(word, known))]);
        }
        var names = asked.Select(x => $"{x.Context.Id}.{x.Term.Id}").ToHashSet(StringComparer.Ordinal);
        var mappings = mesh.Map.Terms.Where(m => names.Contains(m.From) || names.Contains(m.To)).ToList();
        var related = mappings.SelectMany(m => new[] { m.From, m.To }).Where(n => !names.Contains(n)).ToHashSet(StringComparer.Ordinal);
        var meanings = all.Where(x => names.Contains($"{x.Context.Id}.{x.Term.Id}") || related.Contains($"{x.Context.Id}.{x.Term.Id}"))
            .Select(x => Meaning(x.Context, x.Term, related.Contains($"{x.Context.Id}.{x.Term.Id}"), day)).OrderBy(m => m.Related)
            .ThenBy(m => m.Term, StringComparer.Ordinal).ThenBy(m => m.Context, StringComparer.Ordinal).ToList();
        var translations = new List<TermTranslation>();
        foreach (var mapping in mappings) translations.Add(await TranslationAsync(mapping, cancel).ConfigureAwait(false));
        var mixtures = (await MeetingsAsync(mesh, engine, cancel).ConfigureAwait(false))
            .Where(m => new[] { m.A, m.B }.Any(c => TermColumns.TermOf(mesh, c) is { } term && names.Contains(term))).Select(Mixture)
                .ToList();
        return new(word, meanings, translations, mixtures, []);
    }

    /// <summary>Every place in the selects of a mesh where data of two contexts meet, by product.</summary>
    public static async ValueTask<IReadOnlyList<TermMeeting>> MeetingsAsync(Mesh mesh, IQueryEngine engine, CancellationToken cancel)
    {
        var selects = mesh.Products.Where(p => !p.IsFeed).SelectMany(p => p.Selects.Select(s => (Product: p, Select: s))).ToList();
        if (selects.Count == 0) return [];
        await using var session = await engine.OpenAsync(new SessionRequest([], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())), cancel).ConfigureAwait(false);
        var parsed = await session.ParseAsync([.. selects.Select(s => s.Select.Sql)], cancel).ConfigureAwait(false);
        return [.. selects.Zip(parsed).Where(x => x.Second.TreeJson is not null).SelectMany(x => TermJoins.Of(mesh, x.First.Product,
            x.First.Select,
            SelectTree.Read(x.Second.TreeJson!, x.First.Select.Sql))).OrderBy(m => m.Place).ThenBy(m => m.Column, StringComparer.Ordinal)];
    }

    private static bool Is(BoundedContext context, Term term, string word) =>
        term.Id == word || term.Synonyms.Contains(word, StringComparer.OrdinalIgnoreCase) || $"{context.Id}.{term.Id}" == word;

    private TermMeaning Meaning(BoundedContext context, Term term, bool related, DateOnly day)
    {
        var facts = context.Facts.Where(f => f.Term == term.Id).Select(f => f.Id + (mesh.Products.FirstOrDefault(p =>
            p.Ref.Context == context.Id
            && p.Contract.Objects.Any(o => o.Fact == f.Id)) is { } product ? $" ({product.Ref})" : " (not published)"));
        return new(context.Id, context.Domain, term.Id, term.Meaning, term.Synonyms, related,
            [.. Holders.Of(mesh, DecisionRight.DefineTerm, new(context.Id), day).Select(h => h.Team)], [.. facts], term.Place);
    }

    private async ValueTask<TermTranslation> TranslationAsync(TermMapping m, CancellationToken cancel)
    {
        var measured = ledger is not null && (await ledger.ReadAsync(new(RecordKind.Mapping, m.Name, Last: true), cancel)
            .ConfigureAwait(false))
            is [var record] ? TreatyJson.Read<MappingManifest>(record.Entry.Body) : null;
        var relation = ContextMapDocument.Text(m.Kind);
        return new(m.From, m.To, relation, m.FromKey, m.ToKey, m.FromWhen, m.ToWhen, measured is not { Coverage: var c } ? null
            : new(m.From, m.To, relation, c.FromKeys, c.ToKeys, c.Both, c.FromShare, c.ToShare), measured?.At, m.Place);
    }

    private static TermMixture Mixture(TermMeeting m) => new(m.Product.ToString(), m.Object, m.Column, m.A.ToString(), m.B.ToString(),
        m.Mapping is { } mapping ? ContextMapDocument.Text(mapping.Kind) : null, m.Place);
}

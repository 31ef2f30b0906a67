using Treaty.Core;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Shows where each value of one row came from: the columns it is computed from, the rows of the inputs that share its key, and
/// their records in the
/// source files.</summary>
public sealed class ExplainRow(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind NotFound = new("TRY0902", Severity.Error, "there is no such row to explain");

    private const int OriginsEach = 20;
    private const int Deepest = 6;

    public async ValueTask<ExplainReport> RunAsync(string reference, string key, CancellationToken cancel)
    {
        ExplainReport Failed(string sentence, string help) => new(reference, key, [], [], [], [], [NotFound.At(null, sentence, help)]);
        if (mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == reference) is { } comparison)
            return await GroupAsync(comparison, reference, key, cancel).ConfigureAwait(false);
        if (Reference.TryParse(reference) is not { } wanted || mesh.Product(wanted) is not { } product)
            return Failed($"there is no product `{reference}`", Nearest.Help(reference, [.. mesh.Products.Select(p => p.Ref.ToString())]));
        if (await store.Ledger.VersionAsync(wanted.Bare with { ProductVersion = wanted.ProductVersion }, cancel)
            .ConfigureAwait(false) is not { } version)
            return Failed($"`{reference}` has not been published", "publish it with `treaty run`");
        await using var session = await store.OpenSessionAsync(mesh.Settings, SourceFolders(), writes: false, cancel).ConfigureAwait(false);
        var walk = new Walk(store, mesh, session, cancel);
        foreach (var schemaObject in product.Contract.Objects.Where(o => (wanted.Object ?? o.Name) == o.Name && !o.Key.IsEmpty))
        {
            var row = await walk.RowsAsync(product, schemaObject, version, KeyIs(schemaObject, key), 1).ConfigureAwait(false);
            if (row.Count == 0) continue;
            var values = schemaObject.Properties.Select((p, i) => new ExplainedValue(p.Name, row[0].Cells[i].Value,
                version.Lineage.FirstOrDefault(l => l.Object == schemaObject.Name && l.Column == p.Name)?.From ?? [],
                    Rule(product, schemaObject))).ToList();
            await walk.FollowAsync(product, schemaObject, version, key, row[0], 0).ConfigureAwait(false);
            var discrepancies = await new ReadDiscrepancies(store, mesh).OfKeyAsync(key, version.At, cancel).ConfigureAwait(false);
            return new(product.Ref.WithObject(schemaObject.Name) + $"#{version.Version}", key, values, walk.Origins, discrepancies,
                [.. version.Inputs.Prepend($"{version.Ref}#{version.Version}")], []);
        }
        if (await LeftAsync(session, product, version, key, cancel).ConfigureAwait(false) is { } left)
            return Failed($"`{reference}` has no row with the key `{key}` any more: {left}",
                $"read `{product.Ref}__retractions`, or explain it in a version before, as `{product.Ref}#{version.Version - 1}`");
        return Failed($"`{reference}` has no row with the key `{key}`",
            "give the values of the primary key, joined by |, as the product shows them");
    }

    /// <summary>How a row left that is not there any more; null for one that never was.</summary>
    private async ValueTask<string?> LeftAsync(IQuerySession session, Product product, VersionManifest version, string key,
        CancellationToken cancel)
    {
        foreach (var o in product.Contract.Objects.Where(o => !o.Key.IsEmpty && version.Table(RetractionSql.TableOf(o.Name)) is not null))
        {
            var events = Quote.Name("_left_" + o.Name);
            await new InputViews(store, session).ShowRetractionsAsync(events, o, version, cancel).ConfigureAwait(false);
            var last = await session.QueryAsync(new SqlText(
                $"SELECT \"_reason\", \"_run\", \"_source\", \"_record\" FROM {events} WHERE {KeyIs(o, key)} AND \"_event\" = 'retracted' "
                + "ORDER BY \"_row_version\" DESC"), 1, cancel).ConfigureAwait(false);
            if (last.Rows is [var row, ..])
                return $"run {row[1]} found it {row[0]}{(row[2] is null ? "" : $" ({row[2]}:{RunQuery.Text(row[3])})")}";
        }
        return null;
    }

    /// <summary>The rows of both sides of a comparison that share a group's key, each followed to its source records.</summary>
    private async ValueTask<ExplainReport> GroupAsync(Comparison comparison, string reference, string key, CancellationToken cancel)
    {
        if (await store.Ledger.ComparisonAsync(reference, cancel).ConfigureAwait(false) is not { } manifest)
            return new(reference, key, [], [], [], [], [NotFound.At(null, $"`{reference}` has not been compared", "compare it with `treaty run`")]);
        await using var session = await store.OpenSessionAsync(mesh.Settings, SourceFolders(), writes: false, cancel).ConfigureAwait(false);
        var walk = new Walk(store, mesh, session, cancel);
        var members = await MembersAsync(session, manifest, key, cancel).ConfigureAwait(false);
        foreach (var (side, letter) in new[] { (comparison.A, "a"), (comparison.B, "b") })
        {
            var ids = string.Join(", ", members.Where(m => m.Side == letter).Select(m => Quote.Number(m.Row)));
            var where = members.Count == 0 ? Equal(side.Key, key) : ids.Length == 0 ? "false" : $"\"_row_id\" IN ({ids})";
            await walk.FromSideAsync(side, [manifest.A, manifest.B], where).ConfigureAwait(false);
        }
        var discrepancies = await new ReadDiscrepancies(store, mesh).OfKeyAsync(key, manifest.At, cancel).ConfigureAwait(false);
        return new(reference, key, [], walk.Origins, [.. discrepancies.Where(d => d.Comparison == reference)],
            [reference, manifest.A, manifest.B],
            walk.Origins.Count > 0 ? [] : [NotFound.At(null, $"neither side of `{reference}` has a row with the key `{key}`",
                "give a key as `treaty discrepancies` shows it")]) { Rule = comparison.Place.ToString(), Accountable = comparison.Accountable };
    }

    /// <summary>The rows of a group; none where the key is not a group's but that of rows gathered otherwise.</summary>
    private async ValueTask<IReadOnlyList<(string Side, long Row)>> MembersAsync(IQuerySession session, ComparisonManifest manifest,
        string key, CancellationToken cancel)
    {
        await new ComparisonViews(store, session).ShowAsync("_", manifest, cancel, Comparing.Members).ConfigureAwait(false);
        var select = new SqlText($"SELECT side, row_id FROM _members WHERE group_key = {Quote.Text(key)} ORDER BY side, row_id LIMIT {Quote.Number(2 * OriginsEach)}");
        var rows = await session.QueryAsync(select, 2 * OriginsEach, cancel).ConfigureAwait(false);
        return [.. rows.Rows.Select(r => ((string)r[0]!, (long)r[1]!))];
    }

    private IEnumerable<string> SourceFolders() => mesh.Settings.Roots.Keys.Select(root => store.FolderOf(mesh.Settings, root))
        .Append(store.MeshFolder);

    private static string Rule(Product product, SchemaObject o) => product.Select(o.Name) is { } select ? select.Place.ToString()
        : $"column of {string.Join(", ", product.Sources.Select(s => "source." + s))}";

    /// <summary>The condition that a row has this key; the key's columns as text, joined by |.</summary>
    private static string KeyIs(SchemaObject o, string key) => Equal(o.Key.Select(p => p.Name), key);

    private static string Equal(IEnumerable<string> columns, string key) =>
        $"{string.Join(" || '|' || ", columns.Select(c => $"CAST({(Reference.IsId(c) ? Quote.Name(c) : c)} AS VARCHAR)"))} = {Quote.Text(key)}";

    private sealed class Walk(MeshStore store, Mesh mesh, IQuerySession session, CancellationToken cancel)
    {
        private readonly InputViews _views = new(store, session);
        private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

        public List<ExplainedRow> Origins { get; } = [];

        public async ValueTask<IReadOnlyList<ExplainedRow>> RowsAsync(Product product, SchemaObject o, VersionManifest version,
            string where, int limit)
        {
            var view = Quote.Name($"_x_{product.Ref}__{o.Name}");
            if (_shown.Add(view)) await _views.ShowObjectAsync(view, product, o.Name, version, cancel).ConfigureAwait(false);
            var columns = o.Properties.Select(p => Quote.Name(p.Name)).Append("\"_source\"").Append("\"_record\"");
            var select = new SqlText($"SELECT {string.Join(", ", columns)} FROM {view} WHERE {where} ORDER BY \"_row_id\" LIMIT {Quote.Number(limit)}");
            var rows = await session.QueryAsync(select, limit, cancel).ConfigureAwait(false);
            return
            [
                .. rows.Rows.Select(row => new ExplainedRow(
                    product.Ref.WithObject(o.Name) + $"#{version.Version}",
                        string.Join('|', o.Key.Select(k => RunQuery.Text(row[o.Properties.IndexOf(k)]))),
                    [.. o.Properties.Select((p, i) => new ExplainedCell(p.Name, RunQuery.Text(row[i])))],
                    (string?)row[^2], row[^1] is null ? null : EngineValues.Count(row[^1]), null, true)),
            ];
        }

        /// <summary>Follows the rows of one side of a comparison that fulfil a condition, as of the versions compared.</summary>
        public async ValueTask FromSideAsync(ComparisonSide side, IReadOnlyList<string> inputs, string where)
        {
            var product = mesh.Product(side.Object)!;
            if (await PinnedAsync(inputs, product.Ref).ConfigureAwait(false) is not { } version) return;
            var schemaObject = product.Contract.Object(ComparisonRules.ObjectOf(product, side.Object)!)!;
            foreach (var row in await RowsAsync(product, schemaObject, version, where, OriginsEach).ConfigureAwait(false))
                await FollowAsync(product, schemaObject, version, row.Key, row, 1).ConfigureAwait(false);
        }

        /// <summary>Finds the rows of the inputs that share the key, and theirs in turn, down to the sources.</summary>
        public async ValueTask FollowAsync(Product product, SchemaObject o, VersionManifest version, string key, ExplainedRow row,
            int depth)
        {
            if (row.Source is not null)
            {
                Origins.Add(await new SourceRecord(store, mesh, session).FillAsync(row, product, version, cancel).ConfigureAwait(false));
                return;
            }
            if (depth > 0) Origins.Add(row);
            if (depth == Deepest) return;
            foreach (var link in KeyLinks.Of(mesh, product, o, version.Lineage))
            {
                var input = mesh.Product(link.Object)!;
                if (await PinnedAsync(version.Inputs, input.Ref).ConfigureAwait(false) is not { } read) continue;
                var schemaObject = input.Contract.Object(link.Object.Object!)!;
                foreach (var origin in await RowsAsync(input, schemaObject, read, Equal(link.Columns, key), OriginsEach)
                    .ConfigureAwait(false))
                    await FollowAsync(input, schemaObject, read, origin.Key, origin, depth + 1).ConfigureAwait(false);
            }
        }

        private async ValueTask<VersionManifest?> PinnedAsync(IReadOnlyList<string> inputs, Reference input) =>
            inputs.Select(Reference.TryParse).FirstOrDefault(i => i?.Bare == input.Bare) is { } pinned
                ? await store.Ledger.VersionAsync(pinned, cancel).ConfigureAwait(false) : null;
    }
}

/// <summary>Which columns of an input hold the key of a product made from it.</summary>
public sealed record KeyLink(Reference Object, IReadOnlyList<string> Columns);

/// <summary>
/// Finds, for each input object of a product, the columns that carry the product's key: those that its key columns are read from, else
/// those of the same
/// name, else those
/// that a comparison or a relationship of the contracts ties to an input already found.
/// </summary>
internal static class KeyLinks
{
    public static IReadOnlyList<KeyLink> Of(Mesh mesh, Product product, SchemaObject o, IReadOnlyList<ColumnOrigins> lineage)
    {
        var rules = mesh.Reconciliation(product.Ref);
        var objects = (rules?.Inputs.Select(i => i.Object) ?? []).Concat(product.Inputs.SelectMany(i => mesh.Product(i.Product) is { } p
            ? p.Contract.Objects.Select(x => p.Ref.WithObject(x.Name)) : []))
            .Where(r => r.Object is not null).DistinctBy(r => r.ToString()).ToList();
        var links = objects.Select(r => Direct(mesh, product, o, r, rules, lineage)).OfType<KeyLink>().ToList();
        foreach (var comparison in rules?.Comparisons ?? [])
            foreach (var (known, other) in new[] { (comparison.A, comparison.B), (comparison.B, comparison.A) })
                if (links.Any(l => l.Object == known.Object && l.Columns.SequenceEqual(known.Key))
                    && links.All(l => l.Object != other.Object)) links.Add(new(other.Object, other.Key));
        foreach (var r in objects.Where(r => links.All(l => l.Object != r)))
            if (ByRelationship(mesh, r, links) is { } link) links.Add(link);
        return links;
    }

    private static KeyLink? Direct(Mesh mesh, Product product, SchemaObject o, Reference input,
        Core.Reconciliation.ReconciliationRules? rules,
        IReadOnlyList<ColumnOrigins> lineage)
    {
        var columns = mesh.Product(input)!.Contract.Object(input.Object!)?.Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal)
            ?? [];
        var names = (rules?.Inputs.Where(i => i.Object == input).Select(i => i.Alias) ?? [])
            .Concat([input.Bare.ToString(), $"{input.Bare}__{input.Object}"])
            .ToList();
        var from = o.Key.Select(k => lineage.FirstOrDefault(l => l.Object == o.Name && l.Column == k.Name)?.From
            .FirstOrDefault(f => f.LastIndexOf('.') is > 0 and var dot && names.Contains(f[..dot]))?.Split('.')[^1]).ToList();
        if (from.All(c => c is not null)) return new(input, [.. from.OfType<string>()]);
        return o.Key.All(k => columns.Contains(k.Name)) ? new(input, [.. o.Key.Select(k => k.Name)]) : null;
    }

    private static KeyLink? ByRelationship(Mesh mesh, Reference input, IReadOnlyList<KeyLink> links)
    {
        foreach (var property in mesh.Product(input)!.Contract.Object(input.Object!)!.Properties)
            foreach (var to in property.Relationships)
                if (links.Any(l => l.Object == (to.Product ?? input.Bare).WithObject(to.Object) && l.Columns is [var only]
                    && only == to.Property)) return new(input, [property.Name]);
        return null;
    }
}

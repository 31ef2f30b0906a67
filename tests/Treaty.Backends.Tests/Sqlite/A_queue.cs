using CsCheck;
using Treaty.Backends.Sqlite;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Sqlite;

/// <summary>The queue against a plain list: every page, count and sum is the same, whatever was saved in whatever order.</summary>
public sealed class A_queue : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private string FileOf(string name) => System.IO.Path.Combine(_folder.Path, name);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<QueueEntry> AnyEntry =
        from id in Gen.Int[0, 40]
        from @class in OneOf("amount", "late")
        from currency in OneOf("EUR", "EUR", "")
        from gross in Gen.OneOf(OneOf(0m, 0.000001m, 0.000063m, 0.000064m, 0.01m, 9.99m, 10m, 100m, 12_345_678_901_234_567.89m),
            Gen.Int[0, 60].Select(Gen.Int[-1, 1], (power, more) => ((1L << power) + more) / 1_000_000m))
        from day in Gen.Int[-1, 5]
        from state in OneOf(DiscrepancyState.Open, DiscrepancyState.Open, DiscrepancyState.Resolved)
        from team in OneOf("desk", "", "")
        from until in Gen.Int[-1, 3]
        let date = day < 0 ? (DateOnly?)null : new DateOnly(2026, 1, 1).AddDays(day)
        let proposal = until < 0 ? null : new Proposal("d", "ada", ResolutionKind.Accept, "r", gross, null, new DateOnly(2026, 4, 1).AddDays(until), null)
        select new QueueEntry(new(
            new($"{id:x16}", $"c{id % 2}", $"key '{id}' ✓", @class, "s", "a", null, "b", -gross, gross, currency, date, ""),
            new("r1", At), new("r2", At), Standing.New with { State = state, Team = team.Length > 0 ? team : null, Proposal = proposal }), team.Length > 0 ? team : "routed");

    [Fact]
    public async Task Pages_and_counts_are_those_of_a_list()
    {
        var file = 0;
        await AnyEntry.Array[0, 25].Array[1, 4].SampleAsync(async batches =>
        {
            await using var queue = new SqliteQueue(FileOf($"q{Interlocked.Increment(ref file)}.db"));
            var list = new Dictionary<string, QueueEntry>();
            foreach (var batch in batches)
            {
                await using var change = await queue.ChangeAsync(Cancel);
                var entries = batch.DistinctBy(e => e.Item.Found.Id).ToList();
                await change.SaveAsync(entries, [], Cancel);
                await change.CommitAsync(new(file, new(2026, 3, 1), "m"), Cancel);
                foreach (var entry in entries) list[entry.Item.Found.Id] = entry;
            }
            await SameAsync(queue, list.Values);
        }, iter: 15, threads: 1);
    }

    private static async Task SameAsync(SqliteQueue queue, IReadOnlyCollection<QueueEntry> list)
    {
        Func<QueueFacet, string, bool>[] filters =
            [(_, _) => true, (f, _) => f.State.IsOpen(), (f, t) => f.Class == "late" && t == "desk", (f, _) => f.Comparison == "c1" && f.Currency == ""];
        foreach (var filter in filters)
            foreach (var order in Enum.GetValues<QueueOrder>())
                foreach (var (offset, limit, text, before) in new (int, int, string?, DateOnly?)[] { (0, 100, null, null), (2, 3, null, null), (0, 100, "KEY '1", null), (1, 2, null, new(2026, 1, 4)),
                    (7, 4, null, null), (19, 100, null, null), (99, 5, null, null), (6, 5, null, new(2026, 1, 4)) })
                {
                    var wanted = list.Where(e => filter(QueueFacet.Of(e.Item), e.Team))
                        .Where(e => text is null || e.Item.Found.GroupKey.Contains(text, StringComparison.OrdinalIgnoreCase))
                        .Where(e => before is null || e.Item.Found.BusinessDate < before);
                    var sorted = order switch
                    {
                        QueueOrder.Age => wanted.OrderBy(e => e.Item.Found.BusinessDate ?? DateOnly.MaxValue),
                        QueueOrder.Team => wanted.OrderBy(e => e.Team, StringComparer.Ordinal).ThenByDescending(e => e.Item.Found.Gross),
                        _ => wanted.OrderByDescending(e => e.Item.Found.Gross),
                    };
                    var page = await queue.PageAsync(new(filter, order, offset, limit, text, before), Cancel);
                    page.Select(e => e.Item.Found.Id).ShouldBe(sorted.ThenBy(e => e.Item.Found.Id, StringComparer.Ordinal).Skip(offset).Take(limit).Select(e => e.Item.Found.Id));
                    page.ShouldAllBe(e => list.Contains(e));
                    string[] among = [.. list.Select(e => e.Item.Found.Id).Where(id => id[^1] is '1' or '3' or 'a'), "no id", "0000000000000001"];
                    (await queue.PageAsync(new(filter, order, offset, limit, text, before) { Among = among }, Cancel)).Select(e => e.Item.Found.Id).ShouldBe(sorted
                        .ThenBy(e => e.Item.Found.Id, StringComparer.Ordinal).Select(e => e.Item.Found.Id).Where(among.Contains).Skip(offset).Take(limit));
                }
        var tallies = await queue.TallyAsync(Cancel);
        tallies.Select(t => (t.Facet, t.Team, t.Date, t.Count, t.Amount, t.Gross)).ShouldBe(list
            .GroupBy(e => (Facet: QueueFacet.Of(e.Item), e.Team, e.Item.Found.BusinessDate))
            .Select(g => (g.Key.Facet, g.Key.Team, g.Key.BusinessDate, g.LongCount(), g.Sum(e => e.Item.Found.Amount), g.Sum(e => e.Item.Found.Gross))), ignoreOrder: true);
    }

    [Fact]
    public async Task Many_rows_at_once_are_indexed_too()
    {
        await using var queue = new SqliteQueue(FileOf("many.db"));
        var entries = Enumerable.Range(0, 60_000).Select(i => new QueueEntry(new(
            new($"{i:x16}", "c", $"k{i}", "amount", "", "", null, null, i, i, "EUR", new DateOnly(2026, 1, 1).AddDays(i % 50), ""), new("r", At), new("r", At), Standing.New), "desk")).ToList();
        await using (var change = await queue.ChangeAsync(Cancel))
        {
            await change.SaveAsync(entries, [], Cancel);
            await change.CommitAsync(new(1, new(2026, 3, 1), "m"), Cancel);
        }
        (await queue.PageAsync(new((_, _) => true, QueueOrder.Amount, 59_999, 5), Cancel)).Select(e => e.Item.Found.Amount).ShouldBe([0m]);
        foreach (var at in new[] { 1, 20_000, 32_767, 59_000 })
        {
            (await queue.PageAsync(new((_, _) => true, QueueOrder.Amount, at, 2), Cancel)).Select(e => e.Item.Found.Amount).ShouldBe([59_999 - at, 59_998 - at]);
            (await queue.PageAsync(new((_, _) => true, QueueOrder.Age, at, 1), Cancel)).Single().Item.Found.BusinessDate.ShouldBe(new DateOnly(2026, 1, 1).AddDays(at / 1_200));
        }
        (await queue.PageAsync(new((_, _) => true, QueueOrder.Amount, 0, 5, "k4711"), Cancel)).Count.ShouldBe(5);
        (await queue.OfKeysAsync(["k77"], Cancel)).Single().Item.Found.Amount.ShouldBe(77);
        var keys = Enumerable.Range(0, 1_300).Select(i => $"k{i * 7}").ToList();
        (await queue.OfKeysAsync([.. keys, "k0", "k7", "no key", ""], Cancel)).Select(e => e.Item.Found.GroupKey).ShouldBe(keys, ignoreOrder: true);
        (await queue.OfKeysAsync([], Cancel)).ShouldBeEmpty();
        (await queue.PageAsync(new((_, _) => true, QueueOrder.Amount, 1, 2) { Among = [.. Enumerable.Range(0, 1_300).Select(i => $"{i:x16}")] }, Cancel))
            .Select(e => e.Item.Found.Amount).ShouldBe([1_298m, 1_297m]);
    }

    [Fact]
    public async Task Nothing_is_seen_of_a_change_that_is_not_committed()
    {
        await using var queue = new SqliteQueue(FileOf("q.db"));
        await using (var change = await queue.ChangeAsync(Cancel))
        {
            await change.SaveAsync([AnyEntry.Single()], [new("x", 1, At, "ada", "", "words")], Cancel);
            (await queue.TallyAsync(Cancel)).ShouldBeEmpty();
            (await queue.HistoryAsync("x", Cancel)).ShouldBeEmpty();
        }
        (await queue.PositionAsync(Cancel)).Number.ShouldBe(0);
        (await queue.PageAsync(new((_, _) => true, QueueOrder.Amount, 0, 9), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_worked_out_is_known_as_long_as_its_basis_holds()
    {
        await using var queue = new SqliteQueue(FileOf("q.db"));
        (await queue.RecallAsync("cases", "r1", Cancel)).ShouldBeNull();
        await queue.RememberAsync("cases", "r1", "one", Cancel);
        (await queue.RecallAsync("cases", "r1", Cancel)).ShouldBe("one");
        (await queue.RecallAsync("cases", "r2", Cancel)).ShouldBeNull();
        (await queue.RecallAsync("others", "r1", Cancel)).ShouldBeNull();
        await queue.RememberAsync("cases", "r2", "two", Cancel);
        (await queue.RecallAsync("cases", "r2", Cancel)).ShouldBe("two");
        (await queue.RecallAsync("cases", "r1", Cancel)).ShouldBeNull();
    }

    /// <summary>A queue that each process made again would be right too, and slow.</summary>
    [Fact]
    public async Task Is_still_there_for_the_next_process()
    {
        await using (var queue = new SqliteQueue(FileOf("q.db")))
        {
            await using var change = await queue.ChangeAsync(Cancel);
            await change.SaveAsync([AnyEntry.Single()], [], Cancel);
            await change.CommitAsync(new(7, new(2026, 3, 1), "m"), Cancel);
        }
        await using var again = new SqliteQueue(FileOf("q.db"));
        (await again.PositionAsync(Cancel)).ShouldBe(new(7, new(2026, 3, 1), "m"));
        (await again.PageAsync(new((_, _) => true, QueueOrder.Amount, 0, 9), Cancel)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no database, and it is longer than a header of one hundred bytes, so that it must be looked at and found to be something else")]
    public async Task A_file_that_is_gone_or_damaged_is_made_anew(string content)
    {
        var file = FileOf("q.db");
        await using (var queue = new SqliteQueue(file))
        {
            await using var change = await queue.ChangeAsync(Cancel);
            await change.SaveAsync([AnyEntry.Single()], [], Cancel);
            await change.CommitAsync(new(7, new(2026, 3, 1), "m"), Cancel);
        }
        foreach (var part in Directory.GetFiles(_folder.Path, "q.db*")) File.Delete(part);
        if (content.Length > 0) await File.WriteAllTextAsync(file, content, Cancel);
        await using var again = new SqliteQueue(file);
        (await again.PositionAsync(Cancel)).Number.ShouldBe(0);
    }
}

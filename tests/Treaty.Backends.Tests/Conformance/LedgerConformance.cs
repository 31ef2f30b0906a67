using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Conformance;

/// <summary>What every ledger must do, whatever it stands on.</summary>
public abstract class LedgerConformance
{
    protected static readonly DateTimeOffset At = new(2026, 1, 31, 9, 30, 0, 125, TimeSpan.Zero);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens this test's store, as another process would.</summary>
    protected abstract ValueTask<ILedger> Open();

    /// <summary>Changes one column of a record behind the ledger's back; a null value removes the record.</summary>
    protected abstract Task Tamper(long number, string column, string? value);

    [Fact]
    public async Task Records_are_numbered_from_1_and_chained()
    {
        await using var ledger = await Open();
        var first = await ledger.AppendAsync([Entry("a"), Entry("b")], Cancel);
        var second = await ledger.AppendAsync([Entry("c")], Cancel);
        first.Concat(second).Select(r => r.Number).ShouldBe([1, 2, 3]);
        first[0].Previous.ShouldBe(new string('0', 64));
        first[1].Previous.ShouldBe(first[0].Hash);
        second[0].Previous.ShouldBe(first[1].Hash);
        second[0].Hash.ShouldMatch("^[0-9a-f]{64}$");
        (await ledger.AppendAsync([], Cancel)).ShouldBeEmpty();
        (await ledger.VerifyAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_appended_is_read_back_also_after_a_restart()
    {
        IReadOnlyList<LedgerRecord> appended;
        var hostile = new LedgerEntry("run", "'; DROP TABLE record; --", "r\u00e91", At.AddTicks(7), "漢字 😀", "{\"a\":\"\\u0000\\n\"}");
        await using (var ledger = await Open()) appended = await ledger.AppendAsync([Entry("a"), hostile, Entry("")], Cancel);
        await using var reopened = await Open();
        (await reopened.ReadAsync(new LedgerFilter(), Cancel)).ShouldBe(appended);
        appended[1].Entry.ShouldBe(hostile with { At = At });
        (await reopened.AppendAsync([Entry("d")], Cancel))[0].Number.ShouldBe(4);
        (await reopened.VerifyAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Instants_are_kept_in_UTC()
    {
        await using var ledger = await Open();
        var entry = Entry("a") with { At = At.ToOffset(TimeSpan.FromHours(5)) };
        var record = (await ledger.AppendAsync([entry], Cancel))[0];
        record.Entry.At.Offset.ShouldBe(TimeSpan.Zero);
        (await ledger.ReadAsync(new LedgerFilter(), Cancel)).ShouldBe([record]);
    }

    [Fact]
    public async Task Filters_select_in_order_of_number()
    {
        await using var ledger = await Open();
        await ledger.AppendAsync(
            [Entry("a"), Entry("b"), Entry("a", "version"), Entry("a", run: "r2"), Entry("c", run: "r2"), Entry("b", "version")], Cancel);
        (LedgerFilter Filter, long[] Numbers)[] cases =
        [
            (new(), [1, 2, 3, 4, 5, 6]), (new(Kind: "run"), [1, 2, 4, 5]), (new(Subject: "a"), [1, 3, 4]), (new(Run: "r2"), [4, 5]),
            (new(After: 4), [5, 6]), (new("run", After: 2), [4, 5]), (new("run", "a", Last: true, After: 4), []),
            (new("run", "a", "r2"), [4]), (new(Last: true), [4, 5, 6]), (new(Kind: "run", Last: true), [2, 4, 5]),
            (new(Kind: "run", Run: "r1", Last: true), [1, 2]), (new("version", "a", Last: true), [3]),
            (new(Kind: "none"), []), (new(Subject: ""), []),
        ];
        foreach (var (filter, numbers) in cases)
            (await ledger.ReadAsync(filter, Cancel)).Select(r => r.Number).ShouldBe(numbers, filter.ToString());
    }

    [Theory]
    [InlineData("body", "{\"n\":2}")]
    [InlineData("kind", "other")]
    [InlineData("subject", "other")]
    [InlineData("run", "other")]
    [InlineData("at", "2026-01-31T09:30:00.126Z")]
    [InlineData("by", "mallory")]
    [InlineData("previous", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("hash", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_changed_record_is_found_at_its_number(string column, string value)
    {
        await using (var ledger = await Open()) await ledger.AppendAsync([.. Enumerable.Range(1, 9).Select(i => Entry($"s{i}"))], Cancel);
        await Tamper(5, column, value);
        await using var reopened = await Open();
        (await reopened.VerifyAsync(Cancel)).ShouldBe(5);
    }

    [Fact]
    public async Task A_removed_record_is_found_at_its_successor()
    {
        await using (var ledger = await Open()) await ledger.AppendAsync([.. Enumerable.Range(1, 9).Select(i => Entry($"s{i}"))], Cancel);
        await Tamper(5, "number", null);
        await using var reopened = await Open();
        (await reopened.VerifyAsync(Cancel)).ShouldBe(6);
    }

    [Fact]
    public async Task Moving_text_between_members_changes_the_hash()
    {
        await using var ledger = await Open();
        await ledger.AppendAsync([Entry("ab") with { Run = "c" }], Cancel);
        await Tamper(1, "subject", "a");
        await Tamper(1, "run", "bc");
        (await ledger.VerifyAsync(Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_holder_is_refused_and_told_who_holds()
    {
        await using var ledger = await Open();
        await using var other = await Open();
        await using (await ledger.HoldAsync("publish sales.orders", Cancel))
        {
            var refusal = await Should.ThrowAsync<BackendException>(() => other.HoldAsync("second", Cancel).AsTask());
            refusal.Fault.ShouldBe(BackendFault.Conflict);
            refusal.Message.ShouldContain("publish sales.orders");
            await Should.ThrowAsync<BackendException>(() => ledger.HoldAsync("second", Cancel).AsTask());
            (await other.ReadAsync(new LedgerFilter(), Cancel)).ShouldBeEmpty();
        }

        var hold = await other.HoldAsync("second", Cancel);
        await hold.DisposeAsync();
        await hold.DisposeAsync();
    }

    [Fact]
    public async Task Texts_are_kept_under_their_hash()
    {
        await using var ledger = await Open();
        var hash = await ledger.KeepAsync("abc", Cancel);
        hash.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        (await ledger.KeepAsync("abc", Cancel)).ShouldBe(hash);
        (await ledger.KeptAsync(hash, Cancel)).ShouldBe("abc");
        (await ledger.KeptAsync(new string('0', 64), Cancel)).ShouldBeNull();
        foreach (var text in (string[])["", "a\0b", "漢字 😀\r\n", new string('x', 1_000_000)])
            (await ledger.KeptAsync(await ledger.KeepAsync(text, Cancel), Cancel)).ShouldBe(text);
    }

    [Fact]
    public async Task Many_texts_are_kept_together_and_each_once()
    {
        await using var ledger = await Open();
        var known = await ledger.KeepAsync("b", Cancel);
        var hashes = await ledger.KeepAllAsync(["a", "b", "a", ""], Cancel);
        hashes.Count.ShouldBe(4);
        (hashes[0], hashes[1]).ShouldBe((hashes[2], known));
        foreach (var (hash, text) in hashes.Zip(["a", "b", "a", ""])) (await ledger.KeptAsync(hash, Cancel)).ShouldBe(text);
        (await ledger.KeepAllAsync([], Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_that_could_not_all_be_kept_are_not_kept_at_all()
    {
        await using var ledger = await Open();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await ledger.KeepAllAsync(["a", "b"], stopped.Token));
        var hash = (await ledger.KeepAllAsync(["c"], Cancel))[0];
        (await ledger.KeptAsync(hash, Cancel)).ShouldBe("c");
        (await ledger.KeptAsync("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Ten_thousand_records_go_in_at_once()
    {
        await using var ledger = await Open();
        var records = await ledger.AppendAsync([.. Enumerable.Range(0, 10_000).Select(i => Entry($"s{i}"))], Cancel);
        records[^1].Number.ShouldBe(10_000);
        (await ledger.VerifyAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task An_append_that_is_cancelled_leaves_nothing()
    {
        await using var ledger = await Open();
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => ledger.AppendAsync([Entry("a")], source.Token).AsTask());
        (await ledger.ReadAsync(new LedgerFilter(), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writers_and_readers_at_once_leave_one_whole_chain()
    {
        var work = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            await using var ledger = await Open();
            for (var i = 0; i < 20; i++)
            {
                await ledger.AppendAsync([Entry($"w{w}"), Entry($"w{w}")], Cancel);
                (await ledger.ReadAsync(new LedgerFilter(Subject: $"w{w}"), Cancel)).Count.ShouldBe((i + 1) * 2);
            }
        }, Cancel));
        await Task.WhenAll(work);
        await using var ledger = await Open();
        (await ledger.ReadAsync(new LedgerFilter(), Cancel)).Select(r => r.Number).ShouldBe(Enumerable.Range(1, 160).Select(i => (long)i));
        (await ledger.VerifyAsync(Cancel)).ShouldBeNull();
    }

    protected static LedgerEntry Entry(string subject, string kind = "run", string run = "r1") =>
        new(kind, subject, run, At, "ann", "{\"n\":1}");
}

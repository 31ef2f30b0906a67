using Treaty.Backends.Tests.Publishing;
using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Closing;
using Treaty.Operations.Doors;
using Treaty.Operations.Maintaining;
using Treaty.Operations.Planning;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Maintaining;

public sealed class The_lake_is_maintained : IDisposable
{
    private const string Header = "order_id,amount,placed_at,status\n";

    private readonly SmallMesh _mesh = new() { Mode = SourceMode.Append, Location = "in", RetentionDays = 0 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Actor Someone => Actor.Prove(null, "someone", null!, At(0)).Actor!;

    private static Moment At(int minute) => new(new DateTimeOffset(2026, 1, 31, 9, minute, 0, TimeSpan.Zero), 1);

    public void Dispose() => _mesh.Dispose();

    /// <summary>Publishes one file a version; from the third on row a changes each time.</summary>
    private async Task PublishAsync(int versions)
    {
        for (var n = 1; n <= versions; n++)
        {
            _mesh.Folder.Write($"in/{n:D2}.csv", Header + $"o{n},{n}.00,,placed\n" + (n > 2 ? $"a,{n}.50,,shipped\n" : "") + "bad,x,,placed\n");
            (await _mesh.RunAsync(n)).Steps[0].Outcome.ShouldBe(StepOutcome.Published);
        }
    }

    private async Task<MaintenanceReport> CompactAsync(int minute, bool dryRun = false)
    {
        await using var store = await _mesh.OpenAsync();
        return await new CompactLake(store, _mesh.Mesh).RunAsync([], Someone, dryRun, At(minute), Cancel);
    }

    private async Task<MaintenanceReport> VacuumAsync(int minute, bool dryRun = false)
    {
        await using var store = await _mesh.OpenAsync();
        return await new VacuumLake(store, _mesh.Mesh).RunAsync(Someone, dryRun, At(minute), Cancel);
    }

    private Task<IReadOnlyList<string>> RowsAsync() =>
        _mesh.RowsAsync("select order_id, amount, status, _row_version, _run, _source, _record from sales.orders order by 1");

    private async Task<QueryReport> QueryAsync(params string[] asOf)
    {
        await using var store = await _mesh.OpenAsync();
        return await new RunQuery(store, _mesh.Mesh).RunAsync("select count(*), sum(amount) from sales.orders", asOf, 10, Cancel);
    }

    private int DataFiles() => Directory.GetFiles(_mesh.Folder[".treaty/lake/sales/orders/v1/order_placed"], "*.parquet").Length;

    [Fact]
    public async Task By_merging_files_without_changing_a_row_a_version_or_a_content()
    {
        await PublishAsync(5);
        await using (var store = await _mesh.OpenAsync())
        {
            var (before, rows) = ((await store.Ledger.VersionAsync(_mesh.Product.Ref, Cancel))!, await RowsAsync());
            (await CompactAsync(10, dryRun: true)).Tables.Select(t => (t.Table, t.Files, t.Into))
                .ShouldBe([("sales/orders/v1/order_placed", 5, 1), ("sales/orders/v1/quarantine", 5, 1)]);
            (await store.Ledger.VersionAsync(_mesh.Product.Ref, Cancel)).ShouldBeEquivalentTo(before);
            (await CompactAsync(11)).Run.ShouldNotBe("");
            var after = (await store.Ledger.VersionAsync(_mesh.Product.Ref, Cancel))!;
            (after.Version, after.At, after.Run).ShouldBe((before.Version, before.At, before.Run));
            after.Tables.Select(t => (t.Rows, t.Content, t.Corrected)).ShouldBe(before.Tables.Select(t => (t.Rows, t.Content, t.Corrected)));
            (await RowsAsync()).ShouldBe(rows);
            (await store.Lake.ReadAsync(after.Tables[0].Table, null, Cancel))!.Files.Count.ShouldBe(1);
            (await store.Ledger.VersionsAsync(_mesh.Product.Ref, Cancel)).Select(v => v.Version).ShouldBe([1, 2, 3, 4, 5]);
        }
        (await CompactAsync(12)).Tables.ShouldBeEmpty();
        (await _mesh.RunAsync(13)).NothingDue.ShouldBeTrue("the same version in other files is nothing new");
        await PublishOneMore();
    }

    private async Task PublishOneMore()
    {
        _mesh.Folder.Write("in/99.csv", Header + "o99,9.00,,placed\na,77.00,,shipped\n");
        (await _mesh.RunAsync(14)).Steps[0].Rows.ShouldBe(new RowFigures(2, 2, 10, 0, 0, 1, 1, 0));
        (await QueryAsync()).Rows[0].ShouldBe(["7", "101.00"]);
    }

    [Fact]
    public async Task By_deleting_only_what_no_kept_version_reads()
    {
        await PublishAsync(4);
        await CompactAsync(10);
        var rows = await RowsAsync();
        (await VacuumAsync(11, dryRun: true)).Tables.Sum(t => t.Files).ShouldBe(8);
        DataFiles().ShouldBe(5);
        var vacuum = await VacuumAsync(11);
        vacuum.Removed.ShouldBe(["sales.orders#1", "sales.orders#2", "sales.orders#3"]);
        DataFiles().ShouldBe(1);
        (await RowsAsync()).ShouldBe(rows);
        (await QueryAsync()).Findings.ShouldBeEmpty();
        (await QueryAsync("sales.orders#4")).Findings.ShouldBeEmpty();
        (await QueryAsync("sales.orders#2")).Findings.ShouldHaveSingleItem().Sentence.ShouldContain($"run {vacuum.Run} removed it");
        (await VacuumAsync(12)).ShouldSatisfyAllConditions(v => v.Tables.ShouldBeEmpty(), v => v.Run.ShouldBe(""));
    }

    [Fact]
    public async Task And_appended_versions_stay_readable_as_long_as_their_files_do()
    {
        await PublishAsync(3);
        (await VacuumAsync(10)).Tables.ShouldBeEmpty();
        (await QueryAsync("sales.orders#1")).Rows[0].ShouldBe(["1", "1.00"]);
    }

    [Fact]
    public async Task And_what_is_held_or_within_retention_is_not_deleted()
    {
        await PublishAsync(4);
        await CompactAsync(10);
        await using (var store = await _mesh.OpenAsync())
        {
            var holds = new HoldVersions(store, _mesh.Mesh);
            (await holds.PutAsync("audit", ["sales.orders#2"], "the auditors look at it", Someone, At(11), Cancel)).Findings.ShouldBeEmpty();
            (await holds.PutAsync("audit2", ["sales.orders#9"], "x", Someone, At(11), Cancel)).Findings.ShouldHaveSingleItem();
            (await holds.PutAsync("no name", ["sales.orders#1"], "x", Someone, At(11), Cancel)).Findings.ShouldHaveSingleItem();
        }
        (await VacuumAsync(12)).Removed.ShouldBe(["sales.orders#3"], "the files of version 1 are files of version 2");
        (await QueryAsync("sales.orders#2")).Rows[0].ShouldBe(["2", "3.00"]);
        await using (var store = await _mesh.OpenAsync())
        {
            (await new HoldVersions(store, _mesh.Mesh).LiftAsync("audit", Someone, At(13), Cancel)).Findings.ShouldBeEmpty();
            (await new HoldVersions(store, _mesh.Mesh).LiftAsync("audit", Someone, At(13), Cancel)).Findings.ShouldHaveSingleItem();
        }
        var longer = _mesh.Mesh with { Settings = _mesh.Mesh.Settings with { RetentionDays = 1 } };
        await using (var store = await _mesh.OpenAsync())
            (await new VacuumLake(store, longer).RunAsync(Someone, dryRun: true, At(14), Cancel)).Tables.ShouldBeEmpty();
        (await VacuumAsync(14)).Removed.ShouldBe(["sales.orders#1", "sales.orders#2"]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task And_what_a_certificate_rests_on_is_not_deleted(bool signed)
    {
        await PublishAsync(4);
        await CompactAsync(10);
        await using (var store = await _mesh.OpenAsync())
        {
            var version = (await store.Ledger.VersionAsync(Reference.TryParse("sales.orders#2")!, Cancel))!;
            var certificate = new Certificate("sales.orders", "2026-01", new(2026, 1, 1), new(2026, 2, 1), "UTC", "", null,
                [new("sales.orders#2", "1.0.0", [.. version.Tables.Select(t => new PinnedTable(t.Object, t.Table.ToString(), t.LakeVersion, t.Rows, t.Content))])], [], [], []);
            var by = new CloseSignature("someone", At(11).Now, null);
            LedgerEntry Entry(string kind, string body) => new(kind, "sales.orders", "", At(11).Now, "someone", body);
            await store.Ledger.AppendAsync([Entry(CloseRecords.Prepared, TreatyJson.Write(new PreparedClose("h", certificate, by)))], Cancel);
            if (signed)
                await store.Ledger.AppendAsync([Entry(CloseRecords.Signed, TreatyJson.Write(new SignedClose("c1", "h", certificate, by, by)))], Cancel);
        }
        (await VacuumAsync(12)).Removed.ShouldNotContain("sales.orders#2");
        (await QueryAsync("sales.orders#2")).Rows[0].ShouldBe(["2", "3.00"]);
    }

    /// <summary>Keys of superseded groups are read with each table that they belong to, whatever version the record of their own table
    /// names.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task And_what_supersedes_rows_of_a_kept_comparison_is_not_deleted(bool certified)
    {
        await PublishAsync(4);
        await CompactAsync(10);
        await using (var store = await _mesh.OpenAsync())
        {
            var tables = (await store.Ledger.VersionAsync(Reference.TryParse("sales.orders#4")!, Cancel))!.Tables;
            var (keys, rows) = (tables[0], tables[1]);
            ComparisonManifest Made(string run, SupersededTable? by) => new("zone.revenue:r", run, At(11).Now, "", "", "",
                [rows with { Superseded = by }, keys with { Object = "superseded", LakeVersion = 77 }], [], [], []);
            LedgerEntry Entry(string kind, string subject, string run, string body) => new(kind, subject, run, At(11).Now, "someone", body);
            LedgerEntry Compared(ComparisonManifest made) => Entry(RecordKind.Comparison, made.Ref, made.Run, TreatyJson.Write(made));
            await store.Ledger.AppendAsync([Compared(Made("r000101", new(keys.Table, 1)))], Cancel);
            if (certified)
            {
                PinnedTable Pinned(TableManifest t) => new(t.Object, t.Table.ToString(), t.LakeVersion, t.Rows, t.Content);
                var certificate = new Certificate("zone.revenue", "2026-01", new(2026, 1, 1), new(2026, 2, 1), "UTC", "", null, [new("zone.revenue#1", "1.0.0", [])],
                    [new("zone.revenue:r", "r000101", "", "", [.. Made("r000101", null).Tables.Select(Pinned)], [], [])], [], []);
                var by = new CloseSignature("someone", At(11).Now, null);
                await store.Ledger.AppendAsync([Compared(Made("r000102", null)), Entry(CloseRecords.Prepared, "zone.revenue", "", TreatyJson.Write(new PreparedClose("h", certificate, by)))], Cancel);
                // As certificates were made once: what is stated of the keys' own table is not asked, nor which version of it.
                (await store.Ledger.TablesAsync(certificate, Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                    t => (t.Table, t.LakeVersion, t.Content).ShouldBe((rows.Table, rows.LakeVersion, rows.Content)), t => t.Superseded.ShouldBe(new(keys.Table, 1)));
            }
        }
        (await VacuumAsync(12)).Tables.ShouldNotBeEmpty();
        await using (var store = await _mesh.OpenAsync())
        {
            var keys = (await store.Ledger.VersionAsync(_mesh.Product.Ref, Cancel))!.Tables[0].Table;
            (await store.Lake.ReadAsync(keys, 1, Cancel))!.Files.Count.ShouldBe(2);
            await Should.ThrowAsync<BackendException>(async () => await store.Lake.ReadAsync(keys, 2, Cancel));
        }
    }

    [Fact]
    public async Task And_a_reader_at_work_is_waited_for()
    {
        await PublishAsync(3);
        await CompactAsync(10);
        await using var store = await _mesh.OpenAsync();
        var reader = await store.OpenSessionAsync(_mesh.Mesh.Settings, [], writes: false, Cancel);
        var vacuum = VacuumAsync(11);
        (await Task.WhenAny(vacuum, Task.Delay(300, Cancel))).ShouldNotBe(vacuum);
        DataFiles().ShouldBe(4);
        await reader.DisposeAsync();
        (await vacuum).Removed.Count.ShouldBe(2);
        DataFiles().ShouldBe(1);
    }

    [Theory]
    [InlineData("2026-01-31T09:02:30Z", "2", "3.00")]
    [InlineData("2026-01-31T10:02:30+01:00", "2", "3.00")]
    [InlineData("2026-01-31T09:02:00Z", "2", "3.00")]
    [InlineData("2026-01-31", "4", "9.50")]
    [InlineData("sales.orders#1", "1", "1.00")]
    public async Task And_read_as_of_a_version_an_instant_or_a_day(string asOf, string count, string sum)
    {
        await PublishAsync(3);
        (await QueryAsync(asOf)).Rows[0].ShouldBe([count, sum]);
    }

    [Theory]
    [InlineData("2026-01-30", "had not been published")]
    [InlineData("yesterday", "is neither a version nor an instant")]
    [InlineData("sales.orders#8", "has not been published")]
    [InlineData("sales.orders", "is neither a version nor an instant")]
    public async Task And_a_wrong_as_of_is_refused(string asOf, string says)
    {
        await PublishAsync(1);
        (await QueryAsync(asOf)).Findings.ShouldHaveSingleItem().Sentence.ShouldContain(says);
    }

    [Fact]
    public async Task And_an_interrupted_compaction_is_finished_or_given_up_by_the_next_run()
    {
        await PublishAsync(3);
        var rows = await RowsAsync();
        await using (var store = await _mesh.OpenAsync())
        {
            var failing = store with { Lake = new Failing(store.Lake) };
            await Should.ThrowAsync<BackendException>(() => new CompactLake(failing, _mesh.Mesh).RunAsync([], Someone, false, At(10), Cancel).AsTask());
        }
        (await RowsAsync()).ShouldBe(rows);
        (await CompactAsync(11)).Tables.ShouldBeEmpty("the step that was begun was finished first");
        (await RowsAsync()).ShouldBe(rows);
        DataFiles().ShouldBe(4);
        await PublishOneMoreFile();
    }

    private async Task PublishOneMoreFile()
    {
        _mesh.Folder.Write("in/99.csv", Header + "o99,9.00,,placed\n");
        (await _mesh.RunAsync(12)).Steps[0].Rows.Added.ShouldBe(1);
    }

    /// <summary>A lake whose second commit fails, as if the process had been killed there.</summary>
    private sealed class Failing(ILake lake) : ILake
    {
        private int _commits;

        public string DataFolder(LakeTable table) => lake.DataFolder(table);

        public ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel) => ++_commits == 2
            ? throw new BackendException(BackendFault.Full, "no space left", "free some") : lake.CommitAsync(table, commit, cancel);

        public ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel) => lake.ReadAsync(table, version, cancel);

        public ValueTask<LakeVacuum> VacuumAsync(LakeTable table, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel) =>
            lake.VacuumAsync(table, keep, dryRun, cancel);

        public ValueTask<IDisposable> ReadingAsync(CancellationToken cancel) => lake.ReadingAsync(cancel);

        public ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel) => lake.SweepAsync(table, cancel);
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Treaty.Backends.Sqlite;
using Treaty.Backends.Tests.Conformance;
using Treaty.Backends.Tests.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Sqlite;

public sealed class SqliteLedgerTests : LedgerConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    private string Database => _folder["ledger.db"];

    protected override async ValueTask<ILedger> Open() => await SqliteLedger.OpenAsync(Database);

    protected override Task Tamper(long number, string column, string? value)
    {
        var set = value is null ? "DELETE FROM record" : $"UPDATE record SET {column} = '{value}'";
        Sql($"DROP TRIGGER IF EXISTS record_is_never_changed; DROP TRIGGER IF EXISTS record_is_never_removed; {set} WHERE number = {number}");
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("UPDATE record SET body = '{}' WHERE number = 1")]
    [InlineData("DELETE FROM record WHERE number = 1")]
    [InlineData("UPDATE kept SET content = x'00'")]
    public async Task The_database_itself_refuses_to_change_what_is_on_record(string sql)
    {
        await using var ledger = await Open();
        await ledger.AppendAsync([Entry("a")], Cancel);
        await ledger.KeepAsync("abc", Cancel);
        Should.Throw<SqliteException>(() => Sql(sql)).SqliteErrorCode.ShouldBe(19);
        (await ledger.VerifyAsync(Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task The_hash_of_a_record_is_this_one_for_ever()
    {
        await using var ledger = await Open();
        var records = await ledger.AppendAsync([Entry("a"), Entry("ü")], Cancel);
        records.Select(r => r.Hash).ShouldBe(
        [
            "692b763e9c49f7fedae5dcda6add1f48843a354f122c879db56958c06f1c7864",
            "838fa2b21d7523427901138c42b810500c8735b8f6b63af46cce40b7f40cfb41",
        ]);
    }

    [Fact]
    public async Task The_store_keeps_a_write_ahead_log_so_readers_do_not_wait()
    {
        await using var ledger = await Open();
        Sql("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task A_reader_works_while_a_writer_is_in_the_middle()
    {
        await using var ledger = await Open();
        await ledger.AppendAsync([Entry("a")], Cancel);
        using var writer = new SqliteConnection($"Data Source={Database};Pooling=False");
        writer.Open();
        using var transaction = writer.BeginTransaction(deferred: false);
        (await ledger.ReadAsync(new LedgerFilter(), Cancel)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_holder_that_died_holds_nothing()
    {
        await using var ledger = await Open();
        using var child = Child.Start("hold", Database);
        var refusal = await Should.ThrowAsync<BackendException>(() => ledger.HoldAsync("me", Cancel).AsTask());
        refusal.Message.ShouldContain($"the child, process {child.Id.ToString(CultureInfo.InvariantCulture)}");
        child.Kill();
        await child.WaitForExitAsync(Cancel);
        await (await ledger.HoldAsync("me", Cancel)).DisposeAsync();
    }

    [Fact]
    public async Task A_newer_store_is_refused_and_left_as_it_is()
    {
        await (await Open()).DisposeAsync();
        Sql("PRAGMA user_version = 999");
        await Refused(BackendFault.Refused, "newer Treaty (store version 999");
        Sql("PRAGMA user_version").ShouldBe(999L);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        Sql("CREATE TABLE theirs (x)");
        await Refused(BackendFault.Refused, "another program");
        Sql("SELECT count(*) FROM sqlite_schema").ShouldBe(1L);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_none()
    {
        File.WriteAllText(Database, new string('x', 5000));
        await Refused(BackendFault.Corrupt, "is not a database");
    }

    [Fact]
    public async Task A_damaged_kept_text_is_not_handed_out()
    {
        await using var ledger = await Open();
        var hash = await ledger.KeepAsync("abc", Cancel);
        var other = await ledger.KeepAsync("abd", Cancel);
        Sql($"DROP TRIGGER kept_is_never_changed; UPDATE kept SET content = (SELECT content FROM kept WHERE hash = '{other}') WHERE hash = '{hash}'");
        (await Should.ThrowAsync<BackendException>(() => ledger.KeptAsync(hash, Cancel).AsTask())).Fault.ShouldBe(BackendFault.Corrupt);
        Sql($"UPDATE kept SET content = x'1f8b0001' WHERE hash = '{hash}'");
        (await Should.ThrowAsync<BackendException>(() => ledger.KeptAsync(hash, Cancel).AsTask())).Fault.ShouldBe(BackendFault.Corrupt);
    }

    [Fact]
    public async Task An_entry_that_would_not_come_back_as_it_is_is_a_bug()
    {
        await using var ledger = await Open();
        foreach (var entry in (LedgerEntry[])[Entry("a\0b"), Entry("a\ud800")])
            await Should.ThrowAsync<ArgumentException>(() => ledger.AppendAsync([Entry("x"), entry], Cancel).AsTask());
        (await ledger.ReadAsync(new LedgerFilter(), Cancel)).ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private async Task Refused(BackendFault fault, string words)
    {
        var refusal = await Should.ThrowAsync<BackendException>(() => Open().AsTask());
        refusal.Fault.ShouldBe(fault);
        refusal.Message.ShouldContain(words);
        refusal.Help.ShouldNotBeEmpty();
    }

    private object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

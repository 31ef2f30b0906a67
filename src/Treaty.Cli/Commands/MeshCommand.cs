using System.CommandLine;
using Treaty.Backends;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Auditing;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Reading;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Cli.Commands;

/// <summary>Where commands write, and the clock they read.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, TimeProvider Clock, bool Interactive)
{
    /// <summary>The keys of those who act; those of the user by default.</summary>
    public ISigner? Keys { get; init; }
}

/// <summary>What commands over a mesh share: opening it, and answering as text or JSON.</summary>
internal sealed class MeshCommand(MeshOptions options, Terminal terminal, ISigner keys)
{
    public const int Done = 0;
    public const int Refused = 1;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public Terminal Terminal => terminal;

    public Invocation Read(ParseResult parsed) => Invocation.Of(parsed, options, terminal.Clock);

    /// <summary>Answers once, as JSON or by the view.</summary>
    public void Answer<T>(Invocation invocation, T report, Action<TextWriter, T> view) =>
        Views.Answer.Write(terminal.Out, report, invocation.Json, view);

    /// <summary>Opens the store that belongs to the mesh's directory.</summary>
    public ValueTask<MeshStore> OpenAsync(Invocation invocation, CheckReport check, CancellationToken cancel) =>
        OpenAsync(invocation, invocation.MeshFolder, check.Mesh.Settings.Store, cancel);

    /// <summary>Opens a store, and says so where it can only be read.</summary>
    public async ValueTask<MeshStore> OpenAsync(Invocation invocation, string meshFolder, string place, CancellationToken cancel)
    {
        var store = await EmbeddedStore.OpenAsync(meshFolder, place, invocation.Roots, cancel).ConfigureAwait(false);
        if (store.IsReadOnly)
            terminal.Error.WriteLine("note: the store cannot be written: it is read as it stands, and what is read is not noted as use");
        return store;
    }

    /// <summary>Opens what is in force and reads it.</summary>
    public async Task<int> ReadAsync(ParseResult parsed, Func<Invocation, MeshReading, ValueTask<int>> work, CancellationToken cancel)
    {
        var invocation = Read(parsed);
        var folder = StoreFolder(invocation);
        if (!File.Exists(Path.Combine(folder, "ledger.db"))) return NothingInForce(invocation);
        await using var store = await OpenAsync(invocation, invocation.MeshFolder, folder, cancel).ConfigureAwait(false);
        if (await MeshReading.OpenAsync(store, cancel, new(invocation.By, () => invocation.Moment.Now))
            .ConfigureAwait(false) is not { } reading) return NothingInForce(invocation);
        return await work(invocation, reading).ConfigureAwait(false);
    }

    /// <summary>Opens what is in force to be worked on by someone who is who he says.</summary>
    public async Task<int> MaintainAsync(
        ParseResult parsed, Func<Invocation, MeshStore, InForce, Actor, ValueTask<int>> work, CancellationToken cancel)
    {
        var invocation = Read(parsed);
        var folder = StoreFolder(invocation);
        if (!File.Exists(Path.Combine(folder, "ledger.db"))) return NothingInForce(invocation);
        await using var store = await OpenAsync(invocation, invocation.MeshFolder, folder, cancel).ConfigureAwait(false);
        if (await LoadInForce.FromLedgerAsync(store, cancel).ConfigureAwait(false) is not { } inForce) return NothingInForce(invocation);
        if (Prove(invocation, inForce.Mesh, out var refusal) is not { } actor) return Refuse(invocation, [refusal!]);
        return await work(invocation, store, inForce, actor).ConfigureAwait(false);
    }

    /// <summary>The store's place by treaty.yaml alone, so that reading works while other documents are being edited.</summary>
    private static string StoreFolder(Invocation invocation)
    {
        var path = Path.Combine(invocation.MeshFolder, "treaty.yaml");
        if (!File.Exists(path))
            throw new BackendException(BackendFault.Unreachable, $"there is no mesh in {invocation.MeshFolder}",
                "name it with --mesh DIR, or make one with `treaty sample order-to-cash DIR` or `treaty init FILE…`");
        var settings = MeshCompiler.Compile([new MeshDocument("treaty.yaml", File.ReadAllText(path))]).Mesh.Settings;
        return Path.GetFullPath(Path.Combine(invocation.MeshFolder, settings.Store));
    }

    private int NothingInForce(Invocation invocation) =>
        Refuse(invocation, [LoadInForce.Nothing.At(null, $"nothing was ever run in {invocation.MeshFolder}",
            "run it first: treaty run --mesh DIR")]);

    /// <summary>Who acts, proved where the mesh knows principals; else null, with the refusal.</summary>
    public Actor? Prove(Invocation invocation, Mesh? authority, out Finding? refusal)
    {
        (var actor, refusal) = authority is { HasPrincipals: true } && (invocation.Moment.Now - terminal.Clock.GetUtcNow())
            .Duration() > ClockTolerance
            ? (null, Actor.NotNow.At(null, $"with principals in force, what is done is dated by the clock, which does not say {invocation.Moment.Text}",
                "leave --now out: rights, deadlines and waivers end by the day on which someone acts"))
            : Actor.Prove(authority, invocation.By, keys, invocation.Moment);
        return actor;
    }

    public ISigner Keys => keys;

    /// <summary>Refuses to act on documents with errors, and records it where there is a ledger: a rule that refuses is seen to.</summary>
    public async Task<int> RefuseAsync(Invocation invocation, CheckReport check, string command, CancellationToken cancel)
    {
        var folder = Path.GetFullPath(Path.Combine(invocation.MeshFolder, check.Mesh.Settings.Store));
        if (File.Exists(Path.Combine(folder, "ledger.db")))
        {
            await using var store = await OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            if (!store.IsReadOnly)
                await RefusedCheck.RecordAsync(store.Ledger, check, command, invocation.By, invocation.Moment, cancel)
                    .ConfigureAwait(false);
        }
        return Refuse(invocation, check.Findings);
    }

    /// <summary>Says the findings and refuses.</summary>
    public int Refuse(Invocation invocation, IReadOnlyList<Finding> findings)
    {
        Answer(invocation, findings, FindingView.Write);
        return findings.HasErrors() ? Refused : Done;
    }
}

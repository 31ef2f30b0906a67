using Treaty.Backends.DuckDb;
using Treaty.Core.Doctor;
using Treaty.Core.Meshes;
using Treaty.Operations.Doctor;
using Treaty.Operations.Meshes;

namespace Treaty.Cli.Commands;

/// <summary>A Treaty mesh as an estate to examine.</summary>
internal static class MeshEstates
{
    /// <summary>Null where the folder is no mesh.</summary>
    public static async ValueTask<Estate?> OfAsync(MeshCommand mesh, Invocation invocation, string folder, DateOnly day,
        CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, SettingsDocument.Path))) return null;
        var check = await CheckMesh.RunAsync(folder, new DuckDbEngine(), day, cancel).ConfigureAwait(false);
        var moment = invocation.Moment with { Now = day == invocation.Moment.Day ? invocation.Moment.Now
            : new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) };
        var place = Path.GetFullPath(Path.Combine(folder, check.Mesh.Settings.Store));
        if (!File.Exists(Path.Combine(place, "ledger.db")))
            return await new ReadMeshEstate(check, new DuckDbEngine(), null, null).RunAsync(moment, cancel).ConfigureAwait(false);
        await using var store = await mesh.OpenAsync(invocation, folder, place, cancel).ConfigureAwait(false);
        return await new ReadMeshEstate(check, new DuckDbEngine(), store.Ledger, store.Use).RunAsync(moment, cancel).ConfigureAwait(false);
    }
}

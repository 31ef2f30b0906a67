using Microsoft.AspNetCore.Components;
using Treaty.Core;
using Treaty.Operations.Reading;

namespace Treaty.Server.Pages;

/// <summary>A page over the mesh in force. Reading is done once, before anything is drawn.</summary>
public abstract class MeshPage : ComponentBase
{
    [Inject]
    private CurrentReading Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>False until a mesh was run for the first time.</summary>
    protected bool InForce { get; private set; }

    protected Moment Now => Api.Now(Clock);

    protected override async Task OnInitializedAsync()
    {
        if (await Current.GetAsync(CancellationToken.None).ConfigureAwait(false) is not { } reading) return;
        InForce = true;
        await ReadAsync(reading, CancellationToken.None).ConfigureAwait(false);
    }

    protected abstract Task ReadAsync(IMeshReading reading, CancellationToken cancel);
}

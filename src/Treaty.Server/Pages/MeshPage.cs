using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Treaty.Core;
using Treaty.Operations.Reading;

namespace Treaty.Server.Pages;

/// <summary>A page over the mesh in force. Reading is done once, before anything is drawn.</summary>
public abstract class MeshPage : ComponentBase
{
    private IMeshReading? _reading;

    [Inject]
    protected ConsoleOptions Options { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Request { get; set; } = null!;

    /// <summary>False until a mesh was run for the first time.</summary>
    protected bool InForce => _reading is not null;

    protected Moment Now { get; private set; }

    protected override async Task OnInitializedAsync()
    {
        Now = Options.Now;
        _reading = await Options.Reading(Request.RequestAborted).ConfigureAwait(false);
        if (_reading is not null) await ReadAsync(_reading, Request.RequestAborted).ConfigureAwait(false);
    }

    protected abstract Task ReadAsync(IMeshReading reading, CancellationToken cancel);

    /// <summary>The name in the address is unknown: the page says so, and so does the status.</summary>
    /// <remarks>Only as the answer begins: a status set earlier makes the framework throw this page away for its own.</remarks>
    protected void Missing() => Request.Response.OnStarting(() =>
    {
        Request.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}

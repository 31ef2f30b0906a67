using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Treaty.Core.Findings;
using Treaty.Core.Plans;
using Treaty.Operations.Planning;
using static Treaty.Server.ConsoleApi;

namespace Treaty.Server;

/// <summary>
/// Plans as JSON. Nothing here acts in the name of whoever started the server: what a principal says must come signed by him, so that a
/// page of another site, or anyone else on this machine, can say nothing.
/// </summary>
internal static class PlanApi
{
    /// <summary>What a principal says to a plan. The signature is over the text that <c>GET plan/{id}/text</c> shows.</summary>
    public sealed record SignedBody(string Principal, bool Approves, string? Reason, DateTimeOffset At, string Signature)
    {
        public Approval Said => new(Principal, Approves, Reason, At);
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/plans", async (ConsoleOptions o, CancellationToken cancel) => o.Plans is { } desk
            ? Json(await desk.ListAsync(o.Now, cancel).ConfigureAwait(false)) : ReadsOnly());
        api.MapGet("/plan/{id}", async (ConsoleOptions o, string id, CancellationToken cancel) =>
            o.Plans is not { } desk ? ReadsOnly()
            : await desk.ShowAsync(id, o.Now, cancel).ConfigureAwait(false) is { } report ? Json(report) : NoPlan());
        api.MapGet("/plan/{id}/text", async (ConsoleOptions o, string id, [AsParameters] Saying say, CancellationToken cancel) =>
            o.Plans is not { } desk ? ReadsOnly()
            : await desk.ShowAsync(id, o.Now, cancel).ConfigureAwait(false) is { } report
                ? Results.Text(SignedApproval.Text(report.Hash, say.Said)) : NoPlan());
        api.MapPost("/plan/{id}/approvals", async (ConsoleOptions o, string id, SignedBody body, CancellationToken cancel) =>
            o.Plans is not { } desk ? ReadsOnly()
            : Answer(await desk.TakeAsync(id, body.Said, body.Signature, o.Now, cancel).ConfigureAwait(false)));
    }

    /// <summary>What is about to be said, so that its text can be signed.</summary>
    public sealed record Saying(string Principal, bool Approves, string? Reason, DateTimeOffset At)
    {
        public Approval Said => new(Principal, Approves, Reason, At);
    }

    private static IResult Answer(PlanReport report) =>
        Json(report, report.Findings.Any(f => f.Code == PlanMesh.NoPlan.Code) ? 404 : report.Refused ? 403 : 200);

    private static IResult ReadsOnly() => Json(new ApiError("this console only reads", "start it with `treaty serve`"), 409);

    private static IResult NoPlan() => Json(new ApiError("there is no such plan", "GET plans names those that were saved"), 404);
}

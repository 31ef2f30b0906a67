using System.Text.Json;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>Which status holds, who is at fault and who is told change with the decision rights, without a word in the comparison.</summary>
public sealed class Statuses_follow_the_rights : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Mesh => _folder["mesh"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_accord_moves_the_fault_and_an_ended_one_moves_it_back()
    {
        TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.1").Succeeded();
        Run("2026-11-26");
        Teams().ShouldBe(["payment_operations"]);
        var first = Ids();
        Why(first[0]).ShouldContain("change-source-semantics over it lies with order_management (contexts/sales/context.yaml:");

        Directory.CreateDirectory(Path.Combine(Mesh, "accords"));
        File.WriteAllText(Path.Combine(Mesh, "accords", "states.yaml"),
            """
            accord: states
            between: [sales, payments]
            until: 2026-12-31
            rights:
              - {right: change-source-semantics, of: sales, to: payment_operations, how: delegated, statuses: [captured, voided, placed, shipped, cancelled]}
            """);
        Run("2026-11-27");
        Teams().ShouldBe(["order_management"]);
        Ids().ShouldBe(first, ignoreOrder: true);
        Why(first[0]).ShouldContain("payment_operations (accord states, accords/states.yaml:");
        TreatyProgram.Run("run", "--mesh", Mesh, "--now", "2026-12-31T00:00:00Z").Succeeded().Out.ShouldContain("nothing is due");

        Run("2027-01-01"); // the accord has ended, and no document has changed
        Teams().ShouldBe(["payment_operations"]);
    }

    [Fact]
    public void A_declaration_against_the_rights_is_refused_with_its_place()
    {
        TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.01").Succeeded();
        var feed = Path.Combine(Mesh, "legacy", "revenue_mart", "feed.yaml");
        File.WriteAllText(feed, File.ReadAllText(feed).Replace("[cancelled, void]]}", "[cancelled, void]], decides: b}", StringComparison.Ordinal));
        var check = TreatyProgram.Run("check", "--mesh", Mesh);
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain("error TRY0432 legacy/revenue_mart/feed.yaml:15:13");
        check.Out.ShouldContain("`revenue_assurance` of side a holds set-rule over what it says");
        TreatyProgram.Run("run", "--mesh", Mesh).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Whose_word_a_status_is_stands_on_the_page_of_rights()
    {
        TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.01").Succeeded();
        Run("2026-11-26");
        using var server = new Served(Mesh, "me", Mesh);
        var rights = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/rights", TestContext.Current.CancellationToken)).RootElement;
        rights.GetProperty("statuses").EnumerateArray().Select(s => string.Join(' ', s.GetProperty("comparison").GetString(), s.GetProperty("side").GetString(),
            string.Join('+', s.GetProperty("statuses").EnumerateArray().Select(w => w.GetString())), s.GetProperty("standing").GetString(),
            string.Join('+', s.GetProperty("teams").EnumerateArray().Select(w => w.GetString())))).ShouldBe([
            "zone.revenue:order_payment a placed+shipped+cancelled named order_management",
            "zone.revenue:order_payment b captured+voided whole payment_operations",
            "legacy.revenue_mart:revenue a placed+shipped+cancelled whole revenue_assurance",
            "legacy.revenue_mart:revenue b booked+void none finance_control"], ignoreOrder: true);
        (await server.Client.GetStringAsync("/rights", TestContext.Current.CancellationToken)).ShouldContain("Whose word a status is");
    }

    private void Run(string day) => TreatyProgram.Run("run", "--mesh", Mesh, "--now", day + "T00:00:00Z").Succeeded().Out.ShouldContain("reconciled");

    private IReadOnlyList<JsonElement> Conflicts() => [.. JsonDocument.Parse(TreatyProgram.Run("discrepancies", "--class", "status", "--comparison",
        "zone.revenue:order_payment", "--limit", "100", "--format", "json", "--mesh", Mesh).Succeeded().Out).RootElement.GetProperty("page").EnumerateArray()];

    private IReadOnlyList<string> Teams() => [.. Conflicts().Select(c => c.GetProperty("team").GetString()!).Distinct()];

    private IReadOnlyList<string> Ids() => [.. Conflicts().Select(c => c.GetProperty("id").GetString()!)];

    private string Why(string id) => TreatyProgram.Run("discrepancies", "show", id, "--mesh", Mesh).Succeeded().Out;
}

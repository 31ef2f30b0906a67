using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Acceptance.Tests.Matching;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>Payments that add up to an order, by command line alone: proposed, never matched, decided as one, and what was not searched is said.</summary>
public sealed partial class Subsets_are_decided
{
    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static void Searching(GrowingMesh mesh, string pass)
    {
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        var text = File.ReadAllText(rules);
        text.ShouldContain("passes: [");
        mesh.Write("zone/paid/reconciliation.yaml", text.Replace("passes: [", $"passes: [{pass}, ", StringComparison.Ordinal));
    }

    private static List<JsonElement> Proposals(GrowingMesh mesh) => [.. mesh.Treaty("proposals", "--limit", "1000").GetProperty("page").EnumerateArray()];

    private static GrowingMesh Paid(string pass)
    {
        var mesh = new GrowingMesh("full");
        Searching(mesh, pass);
        mesh.File("shop", "1", [(1, "o1", 900.12m, 5, ""), (2, "o2", 17, 6, "")]);
        mesh.File("bank", "1", [(1, "p1", 400.03m, 4, ""), (2, "p2", 500.09m, 6, ""), (3, "p3", 700.01m, 6, ""), (4, "o2", 17, 6, ""), (5, "p5", 500.09m, 20, "")]);
        return mesh;
    }

    [Fact]
    public void All_rows_at_once_and_the_next_run_obeys()
    {
        using var mesh = Paid("{by: subset-sum, total: a, within: 3d}");
        mesh.Treaty("run");
        var open = Proposals(mesh);
        open.Select(p => $"{Text(p, "keyA")} {Text(p, "keyB")} {Text(p, "reason")}").ShouldBe(["o1 p1 subset-unique", "o1 p2 subset-unique"]);
        open.Select(p => Text(p, "subset")).Distinct().Count().ShouldBe(1);
        Text(open[0], "why").ShouldBe("2 rows of b add up to this row of a, and no others do; chance alone would give such a subset once in 15,000 times, and that they do is no proof that they belong together");
        string[] ids = [Text(open[0], "discrepancyA"), Text(open[0], "discrepancyB"), .. open[0].GetProperty("others").EnumerateArray().Select(o => o.GetString()!)];
        ids.Distinct().Count().ShouldBe(3);
        var shown = TreatyProgram.Run(["proposals", "--mesh", mesh.Path]).Succeeded().Out;
        shown.ShouldContain($"decide a subset by the discrepancies of its rows, such as o1 and p1: treaty discrepancies resolve {string.Join(' ', ids)} --resolution");
        shown.ShouldContain("1 subset found for 1 total in 1 block");
        mesh.Treaty("discrepancies", ["resolve", .. ids, "--resolution", "manual-match", "--reason", "paid in two parts"]);
        mesh.Treaty("run");
        Proposals(mesh).ShouldBeEmpty();
        mesh.Treaty("discrepancies", "--state", "auto-closed", "--limit", "100").GetProperty("page").EnumerateArray().Select(d => Text(d, "groupKey"))
            .Order(StringComparer.Ordinal).ShouldBe(["o1", "p1", "p2"]);
    }

    [Fact]
    public async Task As_one_on_the_console_too()
    {
        using var mesh = Paid("{by: subset-sum, total: a, within: 3d}");
        mesh.Treaty("run");
        using var server = new Served(mesh.Path, "me", mesh.Path);
        var page = await server.Client.GetStringAsync("/proposals", TestContext.Current.CancellationToken);
        page.ShouldContain("one decision for the row of a and all 2 rows of subset");
        var form = page.Split("</form>").First(part => part.Contains("Form.Resolution", StringComparison.Ordinal));
        var ids = Ids().Matches(form).Select(match => match.Groups[1].Value).ToList();
        ids.Distinct().Count().ShouldBe(3);
        var answer = await server.ActAsync("/proposals", $"pair-{Text(Proposals(mesh)[0], "id")}",
            [("Form.Step", "resolve"), ("Form.Resolution", "manual-match"), ("Form.Reason", "in two parts"), .. ids.Select(id => ("Form.Ids", id))]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        mesh.Treaty("discrepancies", "--state", "approved").GetProperty("page").EnumerateArray().Select(d => Text(d, "groupKey"))
            .Order(StringComparer.Ordinal).ShouldBe(["o1", "p1", "p2"]);
    }

    [GeneratedRegex("name=\"Form.Ids\" value=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [Fact]
    public void Not_where_one_payment_is_no_part_of_it()
    {
        using var mesh = Paid("{by: subset-sum, total: a, within: 3d}");
        mesh.Treaty("run");
        var pair = Proposals(mesh)[0];
        mesh.Treaty("discrepancies", "resolve", Text(pair, "discrepancyA"), Text(pair, "discrepancyB"), "--resolution", "no-match", "--reason", "of another customer");
        mesh.Treaty("run");
        Proposals(mesh).ShouldBeEmpty();
    }

    [Fact]
    public void And_what_was_not_searched_is_a_warning_of_the_run()
    {
        using var mesh = Paid("{by: subset-sum, total: a, cap: 3}");
        var run = TreatyProgram.Run(["run", "--mesh", mesh.Path]).Succeeded();
        (run.Out + run.Error).ShouldContain("TRY1441");
        run.Out.ShouldContain("NOT searched: 1 total in 1 block, up to 4 rows beside one");
        var passes = mesh.Treaty("proposals").GetProperty("searches")[0].GetProperty("passes")[0];
        (passes.GetProperty("totals").GetInt64(), passes.GetProperty("notSearchedRows").GetInt64()).ShouldBe((1, 1));
    }
}

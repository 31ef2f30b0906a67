using System.Diagnostics;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Doctor;

/// <summary>The doctor through the real command line, on a small project made here.</summary>
public sealed class The_doctor_on_a_dbt_project : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public The_doctor_on_a_dbt_project()
    {
        Write("dbt_project.yml", "name: shop\n");
        Write("models/staging/stg_users.sql", "select * from {{ source('raw', 'users') }}\n");
        Write("models/marts/users.sql", "select\n  coalesce(user_id, email, full_name) as k\nfrom {{ ref('stg_users') }}\n");
        Write("models/marts/broken.yml", "models: [\n");
        Write("models/marts/users.yml", "models:\n  - {name: users, description: \"<b>People</b>\", config: {meta: {owner: ann@example.com}}}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_verdicts_the_worst_and_the_place_of_evidence()
    {
        var seen = TreatyProgram.Run("doctor", _folder.Path, "--as-of", "2026-06-01").Succeeded().Out;
        seen.ShouldContain("shop, as of 2026-06-01: 2 tables");
        seen.ShouldContain("4 hidden reconciliation");
        seen.ShouldContain("the worst, and what to do first");
        seen.ShouldContain("models/marts/users.sql:2 users: coalesce(user_id, email, full_name) stands for an identity");
        seen.ShouldContain("models/marts/broken.yml:");
        TreatyProgram.Run("doctor", _folder.Path, "--as-of", "2026-06-01").Out.ShouldBe(seen, "equal files and day give equal bytes");
    }

    [Fact]
    public void Answers_as_json_sarif_and_a_page_that_needs_nothing_else()
    {
        var json = JsonDocument.Parse(TreatyProgram.Run("doctor", _folder.Path, "--format", "json").Succeeded().Out).RootElement;
        json.GetProperty("modes").GetArrayLength().ShouldBe(8);
        var sarif = JsonDocument.Parse(TreatyProgram.Run("doctor", _folder.Path, "--format", "sarif").Succeeded().Out).RootElement;
        sarif.GetProperty("version").GetString().ShouldBe("2.1.0");
        var rules = sarif.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(r => r.GetProperty("id").GetString()).ToList();
        var results = sarif.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        results.Select(r => r.GetProperty("ruleId").GetString()).Distinct().ShouldBe(rules, ignoreOrder: true);
        results.ShouldContain(r => r.GetProperty("ruleId").GetString() == "TRY1030" && r.GetProperty("locations")[0].GetProperty("physicalLocation")
            .GetProperty("region").GetProperty("startLine").GetInt32() == 2);
        TreatyProgram.Run("doctor", _folder.Path, "--format", "html", "--out", _folder["report.html"]).Succeeded();
        var page = File.ReadAllText(_folder["report.html"]);
        page.ShouldContain("<!doctype html>");
        page.ShouldContain("prefers-color-scheme:dark");
        page.ShouldNotContain("http", Case.Insensitive, "nothing is loaded from elsewhere");
        page.ShouldNotContain("<script");
    }

    [Fact]
    public void Keeps_a_run_compares_with_it_and_holds_a_budget()
    {
        string[] run = ["doctor", _folder.Path, "--as-of", "2026-06-01", "--baseline", _folder["kept.json"], "--save", _folder["kept.json"]];
        TreatyProgram.Run(run).Succeeded().Out.ShouldNotContain("since 2026-06-01");
        Write("models/marts/more.sql", "select 1 as x\n");
        TreatyProgram.Run(run).Succeeded().Out.ShouldContain("TRY1000 assets without an owner: 1 -> 2");
        Write("budget.yaml", "TRY1000: 2\n");
        TreatyProgram.Run("doctor", _folder.Path, "--budget", _folder["budget.yaml"]).Succeeded();
        Write("budget.yaml", "TRY1000: 1\n");
        var over = TreatyProgram.Run("doctor", _folder.Path, "--budget", _folder["budget.yaml"]);
        over.ExitCode.ShouldBe(1);
        over.Out.ShouldContain("TRY1000: 2 found, 1 allowed");
        TreatyProgram.Run("doctor", _folder.Path, "--fail-on", "warning").ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("is recognised", "nothing")]
    [InlineData("there is no folder", "nothing/there")]
    public void Says_what_it_can_read_where_nothing_is_recognised(string sentence, string folder)
    {
        Directory.CreateDirectory(_folder["nothing"]);
        var refused = TreatyProgram.Run("doctor", _folder[folder]);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(sentence);
        refused.Error.ShouldContain("help:");
    }

    [Theory]
    [InlineData("--as-of", "yesterday", "is no day")]
    [InlineData("--query-log", "none.csv", "there is no file")]
    [InlineData("--budget", "none.yaml", "there is no file")]
    [InlineData("--format", "pdf", "pdf")]
    public void Refuses_what_it_cannot_understand(string option, string value, string sentence)
    {
        var refused = TreatyProgram.Run("doctor", _folder.Path, option, value);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(sentence);
    }

    [Fact]
    public void Reads_from_git_who_really_changed_what()
    {
        TreatyProgram.Run("doctor", _folder.Path, "--history").Error.ShouldContain("no git history");
        Git("init", "-q");
        Git("add", ".");
        Git("-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit", "-q", "-m", "first", "--date", "2026-05-01T12:00:00Z");
        TreatyProgram.Run("doctor", _folder.Path, "--history", "--as-of", "2026-06-01").Succeeded().Out
            .ShouldContain("users: owned by ann@example.com, changed by bob@example.com");
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", _folder.Path, .. arguments]) { RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = _folder["none"];
        using var git = Process.Start(start)!;
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, git.StandardError.ReadToEnd());
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllText(_folder[path], text);
    }
}

using System.Text.Json;

namespace Treaty.Acceptance.Tests.Contracts;

/// <summary>The rows that a contract holds back and what becomes of them, as the commands show it.</summary>
public sealed class What_a_contract_holds_back : IDisposable
{
    private const string Good = "c3,KIM LEE,5.00,2026-01-03,blue\n";

    private readonly PromisedMesh _mesh = new();

    public void Dispose() => _mesh.Dispose();

    [Fact]
    public void Is_listed_with_reason_place_and_value_until_the_source_is_mended()
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,much,2026-01-01,blue\nc2,BO ROE,2.00,2026-01-02,pink\n" + Good);
        var first = Ran();
        var list = TreatyProgram.Run("quarantine", "--mesh", _mesh.Path).Succeeded().Out;
        list.ShouldContain("2 rows");
        Line(list, "in/a.csv:1").ShouldBe(["cards.issued", "type", "card_issued.limit_eur", "in/a.csv:1", "much", "is decimal(18,2)", first, "open"]);
        Line(list, "in/a.csv:2").ShouldContain("pink");
        Quarantine("--reason", "type").ShouldContain("1 row");
        Quarantine("--place", "in/a.csv:2").ShouldNotContain("much");
        Quarantine("--limit", "1").ShouldContain("1 of 2 rows");
        // One row is mended, the other is not.
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,1.00,2026-01-01,blue\nc2,BO ROE,2.00,2026-01-02,pink\n" + Good);
        var second = Ran();
        Quarantine().ShouldNotContain("much");
        Line(Quarantine("--all"), "in/a.csv:1")[^1].ShouldBe("closed by " + second);
        _mesh.Write("in/a.csv", PromisedMesh.Header + Good);
        var third = Ran();
        Quarantine().ShouldContain("no row is held back");
        Line(Quarantine("--all"), "in/a.csv:2")[^1].ShouldBe("closed by " + third);
    }

    [Fact]
    public void Shows_no_classified_value_anywhere()
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,secret name,1.00,2026-01-01,blue\nc2,HIDDEN TOO,x,,blue\nc9,STRAY ONE\n" + Good);
        var run = _mesh.Treaty("run", "--format", "json").Succeeded().Out;
        foreach (var said in new[] { run, Quarantine("--all", "--format", "json"), Quarantine(), _mesh.Treaty("contract", "status", "cards.issued", "--format", "json").Out })
        {
            said.ShouldNotContain("secret name");
            said.ShouldNotContain("HIDDEN TOO");
            said.ShouldNotContain("STRAY ONE");
        }
        Quarantine().ShouldContain("(restricted)");
        Quarantine("--format", "json").ShouldContain("\"row\": \"(withheld)\"");
    }

    [Theory]
    [InlineData("full", "in/january.csv:1")]
    [InlineData("append", "in/a.csv:1")]
    [InlineData("upsert, changes: {key: [card_id]}", "in/january.csv:1")]
    public void Stays_one_row_where_its_file_gets_another_name(string mode, string place)
    {
        _mesh.Write("contexts/cards/sources.yaml", $"sources: [{{name: cards, system: core, format: csv, location: in, mode: {mode}}}]\n");
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,much,2026-01-01,blue\n" + Good);
        var first = Ran();
        File.Move(_mesh["in/a.csv"], _mesh["in/january.csv"]);
        Ran();
        var line = Line(Quarantine("--all"), "much");
        (line[3], line[^2], line[^1]).ShouldBe((place, first, "open"));
        Quarantine("--all").ShouldContain("1 row");
        _mesh.Treaty("query", "select card_id from cards.issued").Succeeded().Out.Split("c3").Length.ShouldBe(2);
        _mesh.Treaty("run").Succeeded().Out.ShouldContain("nothing");
    }

    [Fact]
    public void Leaves_a_retraction_where_a_row_left()
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,1.00,2026-01-01,blue\nc2,BO ROE,2.00,2026-01-02,gold\n" + Good);
        Ran();
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,much,2026-01-01,blue\n" + Good);
        var run = Ran();
        var left = _mesh.Treaty("query", "select card_id, _row_version, _reason, _run, _record from cards.issued__retractions order by card_id").Succeeded().Out;
        Line(left, "c1").ShouldBe(["c1", "1", "held-back", run, "1"]);
        Line(left, "c2")[..4].ShouldBe(["c2", "1", "absent", run]);
        var explained = _mesh.Treaty("explain", "cards.issued", "c2");
        explained.ExitCode.ShouldBe(1);
        explained.Out.ShouldContain($"any more: run {run} found it absent");
    }

    [Theory]
    [InlineData("TRY1310", "cards.isued")]
    [InlineData("TRY1311", "--reason", "tpye")]
    public void Is_asked_for_by_words_that_must_be_known(string code, params string[] arguments)
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + Good);
        _mesh.Treaty("run").Succeeded();
        var asked = _mesh.Treaty(["quarantine", .. arguments]);
        asked.ExitCode.ShouldBe(1);
        asked.Out.ShouldContain(code);
        asked.Out.ShouldContain("help:");
    }

    [Fact]
    public void Is_on_record_clause_by_clause_with_the_last_breach_and_the_last_refusal()
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + "c1,ANN ODE,much,2026-01-01,blue\n" + Good);
        var first = Ran();
        _mesh.Write("in/a.csv", PromisedMesh.Header + Good);
        Ran();
        _mesh.Write("in/a.csv", PromisedMesh.Header);
        var refused = JsonDocument.Parse(_mesh.Treaty("run", "--format", "json").Out).RootElement.GetProperty("run").GetString()!;
        var status = TreatyProgram.Run("contract", "status", "cards.issued", "--mesh", _mesh.Path).Succeeded().Out;
        status.ShouldStartWith("cards.issued#2  contract cards_issued 1.0.0");
        status.ShouldContain("declared and not enforced");
        status.ShouldContain("price.priceAmount");
        status.ShouldContain("last refused in run " + refused);
        var type = Line(status, "is decimal(18,2)");
        type[2].ShouldBe("card_issued.limit_eur");
        type[3].ShouldStartWith("each row");
        type[^1].ShouldBe(first + ": 1 rows break it");
        var unknown = _mesh.Treaty("contract", "status", "cards.isued");
        unknown.ExitCode.ShouldBe(1);
        unknown.Out.ShouldContain("did you mean `cards.issued`");
    }

    [Fact]
    public void Is_promised_before_anything_was_measured()
    {
        // A mesh in force whose only product was never published: its first publish is refused.
        _mesh.Write("in/a.csv", PromisedMesh.Header);
        _mesh.Treaty("run").ExitCode.ShouldBe(1);
        var status = _mesh.Treaty("contract", "status", "cards.issued").Succeeded().Out;
        status.ShouldContain("never empty");
        status.ShouldContain("last refused in run r0");
        Quarantine().ShouldContain("no row is held back");
    }

    /// <summary>The id of a run that succeeds, by its report.</summary>
    private string Ran() =>
        JsonDocument.Parse(_mesh.Treaty("run", "--format", "json").Succeeded().Out).RootElement.GetProperty("run").GetString()!;

    [Fact]
    public void Changes_and_the_record_says_how_and_whom_it_breaks()
    {
        _mesh.Write("in/a.csv", PromisedMesh.Header + Good);
        Ran();
        Edit("version: 1.0.0", "version: 1.1.0", "{name: opened, logicalType: date}", "{name: opened, logicalType: date, required: true}");
        Ran();
        Edit("version: 1.1.0", "version: 2.0.0", "opened, logicalType: date, required: true", "opened, logicalType: date");
        _mesh.Treaty("run").Succeeded();
        var newest = _mesh.Treaty("contract", "history", "cards.issued").Succeeded().Out;
        newest.ShouldContain("from 1.1.0 to 2.0.0");
        newest.ShouldContain("breaking for readers");
        _mesh.Treaty("contract", "history", "cards.issued", "--from", "1.0.0", "--to", "1.1.0").Succeeded().Out.ShouldContain("minor step, 1.0.0 → 1.1.0");
        _mesh.Treaty("contract", "history", "cards.issued", "--from", "0.9.0").Out.ShouldContain("TRY1244");
        _mesh.Treaty("contract", "history", "cards.isued").Out.ShouldContain("TRY1243");
    }

    private void Edit(params string[] changes)
    {
        var contract = _mesh["contexts/cards/issued/contract.odcs.yaml"];
        foreach (var change in changes.Chunk(2))
        {
            File.ReadAllText(contract).ShouldContain(change[0]);
            File.WriteAllText(contract, File.ReadAllText(contract).Replace(change[0], change[1], StringComparison.Ordinal));
        }
    }

    private string Quarantine(params string[] arguments) => _mesh.Treaty(["quarantine", .. arguments]).Succeeded().Out;

    /// <summary>The cells of the one line of a table that holds a word.</summary>
    private static string[] Line(string table, string word) =>
        [.. table.Split('\n').Single(l => l.Contains(word, StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

namespace Treaty.Core.Tests.Ownership;

/// <summary>What check says of rights: that owners hold what their products demand, and that those who hold something are there.</summary>
public sealed class Who_may_decide
{
    private const string Sales = "contexts/sales/context.yaml";
    private const string Principals = "principals.yaml";

    /// <summary>A change of one document, and what must be found then; nothing where it is in order.</summary>
    public static TheoryData<string, string, string, string, string> Cases { get; } = new()
    {
        { Sales, "release: sales_team", "release: [sales_team, payments_team]", "", "" },
        { Sales, "release: sales_team", "release: payments_team", "TRY0201", "without the right release, which `payments_team` holds" },
        { Sales, "  release: sales_team", "", "TRY0201", "without the right release, which no one holds" },
        { Sales, "release: sales_team", "release: {team: sales_team, until: 2026-06-30}", "", "" },
        { Sales, "release: sales_team", "release: {team: sales_team, until: 2026-06-29}", "TRY0201", "which no one holds" },
        { Sales, "release: sales_team", "release: {team: sales_team, until: 2026-06-29}", "TRY0206", "the right of `sales_team` ended on 2026-06-29" },
        { Sales, "release: sales_team", "release: [{team: sales_team, product: sales_facts}, sales_other]", "", "" },
        { Sales, "release: sales_team", "release: [{team: sales_other, product: sales_facts}, sales_team]", "TRY0201", "which `sales_other` holds" },
        { Sales, "define-term: sales_team", "define-term: [{team: sales_other, fact: sales_done}, sales_team]", "TRY0201", "which `sales_other` holds" },
        { Sales, "{id: sales_team, name: Team}", "{id: sales_team, name: Team, until: 2026-06-29}", "TRY0207", "owned by `sales_team`, which ended" },
        { Sales, "release: sales_team", "release: nobody", "TRY0102", "there is no team `nobody`" },
        { Sales, "release: sales_team", "releas: sales_team", "TRY0013", "`releas` is no decision right" },
        { Sales, "sales_done, term", "payments_done, term", "TRY0203", "asserted by" },
        { Sales, "rights:", "rights:\n  fund: {team: sales_team, until: 2026-06-29, statuses: [x, y]}", "TRY0206", "no one can decide fund for `x`, `y` in `sales`" },
        { Sales, "rights:", "rights:\n  fund: [{team: sales_team, until: 2026-06-29, statuses: [x, y]}, {team: sales_other, statuses: [x]}]", "TRY0206",
            "no one can decide fund for `y` in `sales`: the right of `sales_team` ended on 2026-06-29" },
        { Sales, "rights:", "rights:\n  change-source-semantics: [{team: sales_team, until: 2026-06-29, statuses: [x]}, {team: sales_other, statuses: [x]}]",
            "", "" },
        { "constitution.yaml", "amend-constitution: council", "amend-constitution: nobody", "TRY0102", "there is no team `nobody`" },
        { "constitution.yaml", "holders:", "platform: [nobody]\nholders:", "TRY0102", "there is no team `nobody`" },
        { "constitution.yaml", "{id: council, name: Council}", "{id: council, name: Council, until: 2020-01-01}", "TRY0206", "amend-constitution of the mesh" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_checked(string document, string before, string after, string code, string words)
    {
        var documents = SmallMesh.Documents();
        SmallMesh.Edit(documents, document, before, after);
        var compiled = SmallMesh.Compile(documents);
        if (code == "") compiled.Codes().ShouldBeEmpty(string.Join("\n", compiled.Findings));
        else compiled.Findings.ShouldContain(f => f.Code == code && f.Sentence.Contains(words), string.Join("\n", compiled.Findings));
    }

    [Fact]
    public void Says_what_can_be_done_about_a_missing_right()
    {
        var documents = SmallMesh.Documents();
        SmallMesh.Edit(documents, Sales, "release: sales_team", "release: payments_team");
        SmallMesh.Compile(documents).Findings.Single(f => f.Code == "TRY0201").Help
            .ShouldBe("obtain release, class the product as a context-view, or sign an accord that delegates the right");
        // The second remedy: a view of the context demands less.
        SmallMesh.Edit(documents, "contexts/sales/sales_facts/product.odps.yaml", "authoritative-fact", "context-view");
        SmallMesh.Edit(documents, "contexts/sales/sales_facts/contract.odcs.yaml", "customProperties: [{property: treatyFact, value: sales_done}]", "");
        SmallMesh.Edit(documents, "constitution.yaml", "rights: {", "rights: {context-view: [], ");
        SmallMesh.Compile(documents).Codes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-06-30", true)]
    [InlineData("2026-07-01", false)]
    public void Is_what_an_accord_gives_until_it_ends(string day, bool holds)
    {
        var documents = SmallMesh.Documents();
        SmallMesh.Edit(documents, Sales, "release: sales_team", "release: sales_other");
        documents["accords/release.yaml"] =
            "accord: release\nbetween: [payments, sales]\nuntil: 2026-06-30\nrights: [{right: release, of: sales, to: sales_team, how: shared}]\n";
        // Only the other context can receive a right of one.
        SmallMesh.Compile(documents, day).Codes().ShouldContain("TRY0212");
        SmallMesh.Edit(documents, "accords/release.yaml", "to: sales_team", "to: payments_team");
        SmallMesh.Edit(documents, "contexts/sales/sales_facts/product.odps.yaml", "{name: sales_team}", "{name: payments_team}");
        SmallMesh.Edit(documents, Sales, "define-term: sales_team", "define-term: [sales_team, payments_team]");
        var codes = SmallMesh.Compile(documents, day).Codes().ToList();
        codes.Contains("TRY0201").ShouldBe(!holds, string.Join(" ", codes));
        codes.Contains("TRY0211").ShouldBe(!holds);
    }

    [Fact]
    public void Is_no_one_team_alone()
    {
        var documents = SmallMesh.Documents();
        foreach (var context in new[] { "sales", "payments", "crm" })
            foreach (var right in new[] { "define-term", "release" })
                SmallMesh.Edit(documents, $"contexts/{context}/context.yaml", $"{right}: {context}_team", $"{right}: council");
        SmallMesh.Compile(documents).Codes().ShouldContain("TRY0209");
    }

    /// <summary>A principal of a team that is known to be empty, or is itself what holds a right.</summary>
    [Theory]
    [InlineData("{id: ada, teams: [council], publicKey: A}", "TRY0206", "TRY0207", "TRY0217")]
    [InlineData("{id: ada, teams: [council, sales_team, payments_team, crm_team], until: 2026-06-29}", "TRY0206", "TRY0207", "TRY0218")]
    [InlineData("{id: sales_team2, teams: [council], person: nobody}", "TRY1101")]
    [InlineData("{id: bot, kind: service, teams: [council], person: bot}", "TRY1101")]
    public void Is_someone_who_is_there(string principal, params string[] codes)
    {
        var documents = SmallMesh.Documents();
        documents[Principals] = $"principals:\n  - {principal}\n";
        var found = SmallMesh.Compile(documents);
        foreach (var code in codes) found.Codes().ShouldContain(code, string.Join("\n", found.Findings));
    }

    [Fact]
    public void Is_a_team_and_no_person()
    {
        var documents = SmallMesh.Documents();
        documents[Principals] = "principals:\n  - {id: ada, teams: [council]}\n";
        SmallMesh.Edit(documents, Sales, "define-term: sales_team", "define-term: [sales_team, ada]");
        SmallMesh.Compile(documents).Findings.ShouldContain(f => f.Code == "TRY0208" && f.Sentence.Contains("held by `ada`, a person"));
    }
}

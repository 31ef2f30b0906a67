using System.Text.Json;
using Treaty.Cli.Commands;

namespace Treaty.Acceptance.Tests.Contexts;

/// <summary>A product that joins contexts needs a mapping of the terms it joins on; `terms` shows what words mean and where they
/// meet.</summary>
public sealed class Words_of_two_contexts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Words_of_two_contexts() => Run("sample", "order-to-cash", Mesh, "--scale", "0.02").Succeeded();

    private string Mesh => _folder["mesh"];

    private static TreatyProgram.Outcome Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = TreatyCommand.RunAsync(arguments, new Terminal(output, error, TimeProvider.System, false)).GetAwaiter().GetResult();
        return new(exit, output.ToString(), error.ToString());
    }

    private TreatyProgram.Outcome OnMesh(params string[] arguments) => Run([.. arguments, "--mesh", Mesh, "--format", "json"]);

    private void View(string sql)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Mesh, "contexts/crm/contact_orders")).FullName;
        File.WriteAllText(Path.Combine(folder, "product.odps.yaml"),
            """
            apiVersion: v1.0.0
            kind: DataProduct
            id: crm_contact_orders
            name: contact_orders
            version: 1.0.0
            status: active
            domain: crm
            description: {purpose: p, usage: u, limitations: l}
            inputPorts:
              - {name: sales.order_states, version: 1.0.0, contractId: sales_order_states}
              - {name: crm.consents, version: 1.0.0, contractId: crm_consents}
            outputPorts: [{name: contact_orders, version: 1.0.0, contractId: crm_contact_orders}]
            support: [{channel: "#crm", url: "https://chat.example.com/crm"}]
            team: {name: customer_relations}
            customProperties: [{property: treatyClass, value: derived}]
            """);
        File.WriteAllText(Path.Combine(folder, "contract.odcs.yaml"),
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: crm_contact_orders
            version: 1.0.0
            status: active
            domain: crm
            schema: [{name: contact_orders, properties: [{name: id, logicalType: string, primaryKey: true, required: true}]}]
            """);
        File.WriteAllText(Path.Combine(folder, "rows.sql"), sql);
    }

    [Theory]
    [InlineData("select o.order_id as id from sales.order_states o join crm.consents c on c.customer_id = o.customer_id", null)]
    [InlineData("select o.order_id as id from sales.order_states o join crm.consents c using (customer_id)", null)]
    [InlineData("select o.order_id as id from sales.order_states o where o.customer_id in (select customer_id from crm.consents)", null)]
    [InlineData("select o.order_id as id from sales.order_states o, crm.consents c where o.customer_id = c.customer_id", null)]
    [InlineData("select o.order_id as id from sales.order_states o join sales.order_states p on o.order_id = p.customer_id", null)]
    [InlineData("select o.order_id as id from sales.order_states o join crm.consents c on c.customer_id = o.order_id",
        "{from: crm.contact, to: sales.order, relation: …, key: {from: customer_id, to: order_id}}")]
    [InlineData("with c as (select customer_id as k from crm.consents) select o.order_id as id from sales.order_states o join c on o.order_id = c.k",
        "{from: sales.order, to: crm.contact, relation: …, key: {from: order_id, to: customer_id}}")]
    [InlineData("select o.order_id as id from sales.order_states o where o.order_id in (select customer_id from crm.consents)",
        "{from: sales.order, to: crm.contact, relation: …, key: {from: order_id, to: customer_id}}")]
    [InlineData("select o.order_id as id from sales.order_states o, crm.consents c where o.channel = c.channel",
        "{from: sales.<term>, to: crm.<term>, relation: …, key: {from: channel, to: channel}}")]
    public void Are_joined_by_what_is_mapped(string sql, string? needed)
    {
        View(sql);
        var check = OnMesh("check");
        if (needed is null)
        {
            check.Succeeded().Out.ShouldNotContain("TRY1120");
            return;
        }
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain("TRY1120");
        check.Out.ShouldContain(needed);
        check.Out.ShouldContain("contexts/crm/contact_orders/rows.sql");
    }

    [Fact]
    public void Are_measured_when_a_side_is_published_and_shown_side_by_side()
    {
        View("select o.order_id as id from sales.order_states o join crm.consents c on c.customer_id = o.customer_id and c.channel = 'email'"
            + " group by o.order_id, coalesce(o.customer_id, c.customer_id)");
        var map = Path.Combine(Mesh, "context-map.yaml");
        File.WriteAllText(map, File.ReadAllText(map).Replace("key: {from: customer_id, to: customer_id}}",
            "key: {from: orders/order_placed.customer_id, to: customer_id}, when: {from: \"channel = 'web'\"}}", StringComparison.Ordinal));
        OnMesh("run").Succeeded();
        var terms = JsonDocument.Parse(OnMesh("terms", "buyer").Succeeded().Out).RootElement;
        terms.GetProperty("meanings").EnumerateArray().Select(m => m.GetProperty("context").GetString()).ShouldBe(["sales", "crm"]);
        var measured = terms.GetProperty("translations")[0].GetProperty("measured");
        long Counted(string sql) => long.Parse(JsonDocument.Parse(OnMesh("query", sql).Succeeded().Out)
            .RootElement.GetProperty("rows")[0][0].GetString()!,
            System.Globalization.CultureInfo.InvariantCulture);
        const string Web = "select distinct customer_id from sales.orders__order_placed where channel = 'web'";
        measured.GetProperty("fromKeys").GetInt64().ShouldBe(Counted($"select count(*) from ({Web})"));
        measured.GetProperty("toKeys").GetInt64().ShouldBe(Counted("select count(distinct customer_id) from crm.consents"));
        measured.GetProperty("both").GetInt64()
            .ShouldBe(Counted($"select count(*) from ({Web}) where customer_id in (select customer_id from crm.consents)"));
        terms.GetProperty("mixtures").EnumerateArray().ShouldContain(m => m.GetProperty("product").GetString() == "crm.contact_orders"
            && m.GetProperty("place").GetProperty("file").GetString() == "contexts/crm/contact_orders/rows.sql");
        // Nothing new was published, so nothing is measured again.
        JsonDocument.Parse(OnMesh("run").Succeeded().Out).RootElement.GetProperty("mappings").GetArrayLength().ShouldBe(0);
        var unknown = OnMesh("terms", "custommer");
        unknown.ExitCode.ShouldBe(1);
        unknown.Out.ShouldContain("did you mean `customer`?");
    }

    [Fact]
    public void Are_not_said_to_translate_where_nothing_does()
    {
        var map = Path.Combine(Mesh, "context-map.yaml");
        var text = File.ReadAllText(map);
        File.WriteAllText(map, text.Replace("key: {from: order_id, to: order_ref}", "key: {from: order_id, to: deposit_ref}", StringComparison.Ordinal)
            .Replace("terms:", "terms:\n  - {from: sales.order, to: payments.refund, relation: same, key: {from: order_id, to: order_ref}}", StringComparison.Ordinal));
        var run = OnMesh("run");
        run.Succeeded().Out.ShouldContain("TRY1122");
        File.WriteAllText(map, text.Replace("to: order_ref}", "to: no_such_column}", StringComparison.Ordinal));
        OnMesh("check").Out.ShouldContain("`no_such_column`");
    }

    public void Dispose() => _folder.Dispose();
}

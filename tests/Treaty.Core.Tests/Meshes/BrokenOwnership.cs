using static Treaty.Core.Tests.Meshes.Case;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Facts that two assert, rights that owners lack, agreements and waivers that do not hold.</summary>
internal static class BrokenOwnership
{
    private const string Accord = "accords/sales_payments.yaml";
    private const string People = "principals.yaml";

    private const string Given = """
        accord: sales_payments
        between: [sales, payments]
        until: 2026-12-31
        rights:
          - {right: release, of: sales, to: payment_operations}
        """;

    /// <summary>A public key of the right form, whose private key no one has.</summary>
    private static readonly string Key = Convert.ToBase64String(new byte[91]);

    private static readonly string Principals = $"""
        principals:
          - {"{"}id: ada, teams: [order_management, payment_operations, finance_control, revenue_assurance], publicKey: "{Key}"{"}"}
        """;

    private const string Amended = "holders: {amend-constitution: order_management}\n";

    private static HealthyMesh With(string old, string with) => Whole.With(Accord, Given.Replace(old, with, StringComparison.Ordinal));

    private static readonly HealthyMesh Peopled = Whole.With(Central, Amended).With(People, Principals);

    public static IEnumerable<Case> Cases() => [.. Facts(), .. Rights(), .. Statuses(), .. Accords(), .. Waivers(), .. Acting()];

    /// <summary>The healthy mesh with statuses compared, which sales decides.</summary>
    private static HealthyMesh Stated(string status, string rights = "change-source-semantics: order_management", string paid = "") => Whole
        .Change(RevenueRules, "    child: b\n", $"    child: b\n    status: {"{"}a: status, b: payment_id{status}{"}"}\n")
        .Change(Sales, "  release: order_management", $"  release: order_management\n  {rights}")
        .Change(Payments, "rights:\n", $"rights:\n  change-source-semantics: payment_operations{paid}\n");

    private static IEnumerable<Case> Statuses() =>
    [
        new("TRY0431", Stated(", decides: b", "fund: order_management"), RevenueRules, "{a: status"),
        new("TRY0432", Stated(", decides: a, rights: {gone: b}", "change-source-semantics: [order_management, {team: order_management, statuses: [gone]}]"),
            RevenueRules, "{a: status"),
        new("TRY0433", Stated(""), RevenueRules, "{a: status"),
        new("TRY0434", Stated(", decides: a", "fund: {team: order_management, statuses: [gone]}\n  change-source-semantics: order_management"), Sales,
            "{team: order_management"),
    ];

    private static IEnumerable<Case> Facts() =>
    [
        Swap("TRY0203", Sales, "facts:\n", "facts:\n  - {id: payment_captured, key: [payment_id]}\n", "{id: payment_captured"),
        Swap("TRY0204", Sales, "owner: order_management}", "owner: finance_control}", "{id: order_placed"),
        new("TRY0205", Whole.With(Central, "facts: {naming: \"[a-z_]+ed\"}").Change(Sales, "facts:\n", "facts:\n  - {id: new_order}\n"), Sales,
            "{id: new_order"),
    ];

    private static IEnumerable<Case> Rights() =>
    [
        Swap("TRY0201", Payments, "release: [payment_operations, finance_control]", "release: payment_operations").In(Daily, null),
        new("TRY0202", Whole.Change(Sales,
            "rights:\n  define-term: order_management\n  define-schema: order_management\n  release: order_management", ""), Sales, null),
        Swap("TRY0206", Sales, "  release: order_management",
            "  release: order_management\n  fund: {team: order_management, until: 2025-12-31}", "{team: order_management"),
        new("TRY0207", Whole.Change(Payments, "name: Finance Control}", "name: Finance Control, until: 2025-12-31}")
            .With(Central, "rights: {derived: []}").Change(Feed, "team: finance_control", "team: payment_operations")
            .Change(RevenueRules, "owner: finance_control", "owner: payment_operations"), Daily, null),
        new("TRY0207", Whole.Change(RevenueRules, "accountable: revenue_assurance", "accountable: ended")
            .With(Central, "teams: [{id: ended, name: Ended, until: 2025-12-31}]"), RevenueRules, null),
        new("TRY0208", Peopled.Change(Sales, "  release: order_management", "  release: order_management\n  fund: ada"), Sales, "ada"),
        new("TRY0209", OneTeam(), Payments, null),
    ];

    /// <summary>All rights of every context in one pair of hands.</summary>
    private static HealthyMesh OneTeam()
    {
        const string all = "order_management";
        return Whole
            .Change(Payments, "  define-term: payment_operations\n  define-schema: [payment_operations, finance_control]\n"
                + "  release: [payment_operations, finance_control]",
                $"  define-term: {all}\n  define-schema: {all}\n  release: {all}")
            .Change(Captures, "team: {name: payment_operations}", $"team: {"{"}name: {all}{"}"}")
            .Change(Daily, "team: {name: finance_control}", $"team: {"{"}name: {all}{"}"}")
            .Change(Revenue, "team: {name: revenue_assurance}", $"team: {"{"}name: {all}{"}"}")
            .Change(Zone, "set-rule: revenue_assurance\n  release: revenue_assurance", $"set-rule: {all}\n  release: {all}");
    }

    private static IEnumerable<Case> Accords() =>
    [
        new("TRY0102", With("[sales, payments]", "[sales, stock]").Change(Accord,
            "\n  - {right: release, of: sales, to: payment_operations}", " []"), Accord, null),
        new("TRY0102", With("to: payment_operations", "to: nobody"), Accord, "{right"),
        new("TRY0211", With("2026-12-31", "2025-12-31"), Accord, null),
        new("TRY0212", With("[sales, payments]", "[sales, payments, zone]"), Accord, null),
        new("TRY0212", With("to: payment_operations", "to: order_management"), Accord, "{right"),
        new("TRY0212", With("of: sales, to: payment_operations", "of: zone, to: payment_operations"), Accord, "{right"),
        new("TRY0213", With("until: 2026-12-31\n", ""), Accord, null),
    ];

    private static IEnumerable<Case> Waivers() =>
    [
        new("TRY0214", Whole.With(Central,
            "waivers:\n  - {code: TRY0305, where: zone/, reason: x, approver: revenue_assurance, expires: 2025-12-31}\n"), Central, "{code"),
        new("TRY0215", Peopled.With(Central, Amended
            + "waivers:\n  - {code: TRY0305, where: zone/, reason: x, approver: ada, expires: 2026-12-31}\n"), Central, "{code"),
    ];

    private static IEnumerable<Case> Acting() =>
    [
        new("TRY0103", Peopled.Change(People, "principals:\n", "principals:\n  - {id: ada, teams: [order_management]}\n"), People, "{id: ada, teams: [order_management, "),
        new("TRY0102", Peopled.Change(People, "[order_management,", "[order_management, sales_force,"), People, "{id"),
        new("TRY0217", Peopled.Change(People, "principals:\n", "principals:\n  - {id: eve, teams: [order_management], publicKey: letmein}\n"), People, "{id: eve"),
        new("TRY1100", Peopled.Change(People, "principals:\n",
            $"principals:\n  - {"{"}id: eve, teams: [order_management], publicKey: \"{Key}\"{"}"}\n"), People, "{id: ada"),
        new("TRY1101", Peopled.Change(People, "principals:\n", "principals:\n  - {id: eve, teams: [order_management], person: bob}\n"), People, "{id: eve"),
        new("TRY0218", Whole.With(People, Principals), People, null),
    ];
}

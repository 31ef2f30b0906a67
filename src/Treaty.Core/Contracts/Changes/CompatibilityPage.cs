using System.Globalization;
using System.Text;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Changes;

/// <summary>The page of the docs that states the table of compatibility, written from <see cref="CompatibilityTable"/>.</summary>
public static class CompatibilityPage
{
    private static readonly Strength[] Shown = [Strength.Weaker, Strength.Stronger, Strength.Different];

    public static string Write()
    {
        var page = new StringBuilder("# Compatibility of contracts\n\n");
        page.Append("Written from the code. A contract of an **output port** is a promise to readers: what promises less breaks them. A contract of an **input port** is what\n");
        page.Append("the product expects of its provider: what asks for more breaks him. What becomes something else breaks both. Breaking changes need a new major\n");
        page.Append("version, compatible ones a new minor, others a patch; `treaty plan`, `treaty apply` and `treaty run` refuse a breaking change under the same major\n");
        page.Append("and name the products it would break. A contract whose status is draft or proposed, or whose major version is 0, promises nothing yet.\n\n");
        page.Append("The first line that matches decides. Limits, thresholds and objectives are compared by their values: `mustBe: 0` to `mustBeLessThan: 5` passes with worse\n");
        page.Append("data, latency 4 h to 240 min is the same. An announced `endOfSupport` or `endOfLife` breaks nothing; moving it forward does.\n\n");
        page.Append("| rule | where | promises less | promises more | becomes something else |\n|---|---|---|---|---|\n");
        foreach (var rule in CompatibilityTable.Rules.Where(rule => rule.Weighing != Weighing.Words))
            page.Append(CultureInfo.InvariantCulture,
                $"| {rule.Id} | {Code(rule.Path)} | {string.Join(" | ", Shown.Select(strength => Cell(rule, strength)))} |\n");
        page.Append("\n| a change that | output port: readers | input port: the provider |\n|---|---|---|\n");
        foreach (var (strength, words) in new[] { (Strength.Weaker, "promises less"), (Strength.Stronger, "promises more"),
            (Strength.Different, "becomes something else"), (Strength.Same, "is only words") })
            page.Append(CultureInfo.InvariantCulture,
                $"| {words} | {Effect(strength, PortDirection.Output)} | {Effect(strength, PortDirection.Input)} |\n");
        page.Append("\nWords, hints and marks (descriptions, tags, examples, synonyms, team, support, order of columns) are patches: a consumer who relies on the meaning says so in\n");
        page.Append("`treatyReliesOn`, and is then named when it changes.\n");
        return page.ToString();
    }

    private static string Code(string path) => path == "" ? "anything" : $"`{path.Replace("|", "\\|", StringComparison.Ordinal)}`";

    /// <summary>What a rule cannot say of a change is left empty.</summary>
    private static string Cell(CompatibilityRule rule, Strength strength) => (rule.Weighing, strength) switch
    {
        (Weighing.Meaning or Weighing.Definition,
            Strength.Weaker or Strength.Stronger) or (Weighing.Flag or Weighing.Severity or Weighing.Life or Weighing.Restriction,
                Strength.Different) => "",
        (Weighing.Allowed, Strength.Different) or (Weighing.Physical, Strength.Weaker or Strength.Stronger) => "",
        _ => rule.Words(strength),
    };

    private static string Effect(Strength strength, PortDirection direction) => CompatibilityRule.For(strength, direction) switch
    {
        Compatibility.Breaking => "breaking: major",
        Compatibility.Compatible => "compatible: minor",
        _ => "neutral: patch",
    };
}

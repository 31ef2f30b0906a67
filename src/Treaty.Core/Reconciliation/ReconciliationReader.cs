using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads reconciliation.yaml.</summary>
internal static partial class ReconciliationReader
{
    public static ReconciliationRules Read(Fields fields, Reference product)
    {
        FolderNames.Check(fields, "reconciliation", fields.Id("reconciliation"), product.Product);
        var accountable = fields.Required("accountable");
        var zone = fields.Text("timezone") ?? "UTC";
        if (!TimeZone().IsMatch(zone))
            fields.Report(YamlFindings.WrongShape.At(fields.At("timezone"), $"`{zone}` is no name of a time zone",
                "write a name such as `Europe/London`"));
        if (!fields.Has("inputs")) fields.Missing("inputs");
        var inputs = fields.Inside("inputs", Inputs) is { IsDefault: false } read ? read : [];
        var sides = new ComparisonReader(product, accountable, zone, (side, key, alias) => Input(side, key, alias, inputs));
        return new ReconciliationRules(product, accountable, zone, inputs, sides.Read(fields), fields.Place);
    }

    private static ImmutableArray<ReconciliationInput> Inputs(Fields fields)
    {
        fields.AllowAll();
        var inputs = ImmutableArray.CreateBuilder<ReconciliationInput>();
        foreach (var entry in fields.Entries)
        {
            if (!Reference.IsId(entry.Key)) fields.Report(Fields.BadId(new(fields.File, entry.Line, entry.Column), entry.Key));
            if (Standards.Reference(fields, entry.Key, fields.Required(entry.Key)) is { } reference)
                inputs.Add(new ReconciliationInput(entry.Key, reference, fields.At(entry.Key)));
        }
        return inputs.ToImmutable();
    }

    private static Reference? Input(Fields side, string key, string alias, ImmutableArray<ReconciliationInput> inputs)
    {
        if (alias.Length == 0) return null;
        if (inputs.FirstOrDefault(input => input.Alias == alias) is { } input) return input.Object;
        side.Report(ReferenceFindings.Alias.At(side.At(key), $"the alias `{alias}` is not among the `inputs`",
            Nearest.Help(alias, inputs.Select(i => i.Alias), $"add `{alias}: context.product/object` to `inputs`")));
        return null;
    }

    // Only the form: which zones there are is for the engine to say.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex TimeZone();
}

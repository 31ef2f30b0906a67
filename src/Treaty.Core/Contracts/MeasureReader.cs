using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one of the <c>treatyMeasures</c> of a contract.</summary>
internal static class MeasureReader
{
    /// <summary>Digits after the point of a measure whose expression is more than a column.</summary>
    public const int DefaultScale = 6;

    /// <summary>
    /// The measure is summed in the scale of its column where its expression is a plain column (0 for an integer), else in <see
    /// cref="DefaultScale"/>
    /// digits; `scale` says another. Its object may be left out where the contract has one.
    /// </summary>
    public static Measure Read(Fields fields, ImmutableArray<SchemaObject> objects)
    {
        var name = fields.Id("name");
        var of = (objects.Length == 1 ? fields.Text("object") ?? objects[0].Name : fields.Required("object"));
        var expression = fields.Required("expression").Trim();
        var sign = fields.Int("sign") ?? 1;
        if (sign is not (1 or -1))
            fields.Report(ContractFindings.Sign.At(fields.At("sign"), $"the sign is {sign}",
                "write 1 or -1; other factors belong into the expression"));
        return new Measure(name, of, expression, fields.Text("filter"), fields.Text("date"), fields.Text("currency"), sign is -1 ? -1 : 1,
            Scale(fields) ?? Scale(objects.FirstOrDefault(o => o.Name == of), expression), fields.Place);
    }

    private static int? Scale(Fields fields) => fields.Parsed<int>("scale", "a number of digits from 0 to 18",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= 18 ? digits : null);

    private static int Scale(SchemaObject? of, string expression) => of?.Property(expression.Trim('"')) switch
    {
        { Type: LogicalType.Number } number => number.Scale,
        { Type: LogicalType.Integer } => 0,
        _ => DefaultScale,
    };
}

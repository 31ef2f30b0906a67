using System.Globalization;
using System.Text;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract as DDL of PostgreSQL: tables with their checks and keys, references behind them, comments at the
/// end.</summary>
internal static class PostgresDdlWriter
{
    public static string Write(PortableContract contract)
    {
        var ddl = new StringBuilder($"-- {Line(contract.Name ?? contract.Id)} {Line(contract.Version)}\n");
        foreach (var table in contract.Tables) Table(ddl, table);
        foreach (var table in contract.Tables) References(ddl, table, contract);
        foreach (var table in contract.Tables) Comments(ddl, table);
        return ddl.ToString();
    }

    private static string NameOf(PortableTable table) => Quote.Name(table.PhysicalName ?? table.Name);

    private static string NameOf(PortableField field) => Quote.Name(field.PhysicalName ?? field.Name);

    private static void Table(StringBuilder ddl, PortableTable table)
    {
        var lines = table.Fields.Select(f =>
            $"  {NameOf(f)} {SqlTypes.Postgres(f)}{(f.Required || f.KeyPosition > 0 ? " NOT NULL" : "")}{(f.Unique ? " UNIQUE" : "")}")
                .ToList();
        if (table.Key is { Length: > 0 } key) lines.Add($"  PRIMARY KEY ({string.Join(", ", key.Select(NameOf))})");
        lines.AddRange(table.Fields.SelectMany(Checks).Select(check => $"  CHECK ({check})"));
        ddl.Append(CultureInfo.InvariantCulture, $"\nCREATE TABLE {NameOf(table)} (\n{string.Join(",\n", lines)}\n);\n");
    }

    private static IEnumerable<string> Checks(PortableField f)
    {
        var name = NameOf(f);
        var number = f.Kind is PortableKind.Integer or PortableKind.Number;
        string Value(string text) => number && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            ? n.ToString(CultureInfo.InvariantCulture) : Quote.Text(text);
        if (!f.Values.IsEmpty) yield return $"{name} IN ({string.Join(", ", f.Values.Select(Value))})";
        if (f.MinLength is > 0 and var least) yield return string.Create(CultureInfo.InvariantCulture, $"char_length({name}) >= {least}");
        if (f.Pattern is { } pattern) yield return $"{name} ~ {Quote.Text($"^(?:{pattern})$")}";
        if (f.Minimum is { } min) yield return $"{name} >= {Value(min)}";
        if (f.Maximum is { } max) yield return $"{name} <= {Value(max)}";
        if (f.ExclusiveMinimum is { } above) yield return $"{name} > {Value(above)}";
        if (f.ExclusiveMaximum is { } below) yield return $"{name} < {Value(below)}";
    }

    /// <summary>A reference is a foreign key where its target is in the contract, and alone unique there.</summary>
    private static void References(StringBuilder ddl, PortableTable table, PortableContract contract)
    {
        foreach (var field in table.Fields.Where(f => f.RefersTo is not null))
        {
            var target = contract.Tables.SelectMany(t => t.Fields.Select(f => (Table: t, Field: f)))
                .FirstOrDefault(x => $"{x.Table.Name}.{x.Field.Name}" == field.RefersTo);
            if (target.Table is not null && (target.Field.Unique || target.Table.Key is [var only] && only.Name == target.Field.Name))
                ddl.Append(CultureInfo.InvariantCulture,
                    $"\nALTER TABLE {NameOf(table)} ADD FOREIGN KEY ({NameOf(field)}) REFERENCES {NameOf(target.Table)} ({NameOf(target.Field)});\n");
            else ddl.Append(CultureInfo.InvariantCulture,
                $"\n-- {Line(table.Name)}.{Line(field.Name)} refers to {Line(field.RefersTo!)}, which is no single key of this contract\n");
        }
    }

    private static void Comments(StringBuilder ddl, PortableTable table)
    {
        if (table.Description is { } text) ddl.Append(CultureInfo.InvariantCulture,
            $"\nCOMMENT ON TABLE {NameOf(table)} IS {Quote.Text(text)};");
        foreach (var field in table.Fields.Where(f => f.Description is not null))
            ddl.Append(CultureInfo.InvariantCulture,
                $"\nCOMMENT ON COLUMN {NameOf(table)}.{NameOf(field)} IS {Quote.Text(field.Description!)};");
        if (ddl[^1] == ';') ddl.Append('\n');
    }

    /// <summary>A text that cannot end the comment it stands in.</summary>
    private static string Line(string text) => text.ReplaceLineEndings(" ");
}

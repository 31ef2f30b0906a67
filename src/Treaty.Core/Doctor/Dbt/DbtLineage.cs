using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>What reads what in a dbt project, by the calls of ref and source.</summary>
public static class DbtLineage
{
    public static IEnumerable<Edge> Edges(IEnumerable<Asset> assets) =>
        assets.Where(a => a.Sql is not null)
            .SelectMany(a => Reads(a.Sql!).Select(r => new Edge(a.Name, r.Name, a.Sql!.At(r.Line)))).Distinct();

    /// <summary>Every read in order: models by name, sources as <c>source.table</c>.</summary>
    public static IEnumerable<(string Name, int Line)> Reads(ForeignSql sql) => sql.Calls.Select(c => (Name: Named(c), c.Line))
        .Where(r => r.Name is not null).Select(r => (r.Name!, r.Line));

    /// <summary>The asset a text such as <c>ref('orders')</c> names; null where it names none.</summary>
    public static string? Named(string text) => JinjaReader.Calls(text, 1).Select(Named).FirstOrDefault(n => n is not null);

    private static string? Named(JinjaCall call) => call switch
    {
        { Name: "ref" or "builtins.ref", Arguments: [.., var model] } => call.Named.TryGetValue("v", out var v)
            || call.Named.TryGetValue("version", out v) ? $"{model}.v{v}" : model,
        { Name: "source" or "builtins.source", Arguments: [var source, var table, ..] } => $"{source}.{table}",
        _ => null,
    };
}

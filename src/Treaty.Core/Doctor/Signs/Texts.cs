using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>The SQL of an estate's assets, under the asset's name.</summary>
internal static class Texts
{
    public static IReadOnlyList<(string Name, ForeignSql Sql)> Of(Estate estate) =>
        [.. estate.Made.Where(a => a.Sql is { Tokens.Count: > 0 }).Select(a => (a.Name, a.Sql!))];
}

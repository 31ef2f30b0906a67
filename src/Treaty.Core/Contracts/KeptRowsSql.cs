using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// The rows of an object that stay where a publish only adds. A new row whose key stands among them replaces it; a value of a unique column
/// that stands among them is taken, unless its row is replaced. Only the columns in question are read of them.
/// </summary>
/// <param name="rows">The new rows.</param>
/// <param name="previous">The relation of the rows that stand now, with system columns.</param>
public sealed class KeptRowsSql(CheckedRowsSql rows, Reference product, string previous)
{
    /// <summary>The rows that stand now.</summary>
    public string Previous => previous;

    /// <summary>Ids of the rows that the new ones replace or say again.</summary>
    public string Again => Quote.Name("_again_" + rows.Object.Name);

    /// <summary>The object's rows as they will stand: the promised columns.</summary>
    public string After => Quote.Name("_after_" + rows.Object.Name);

    /// <summary>The rows that stand now and that new ones replace or say again.</summary>
    public string Replaced => $"(SELECT p.* FROM {previous} p SEMI JOIN {Again} a ON p.\"_row_id\" = a.\"_row_id\")";

    /// <summary>Ids of the new rows.</summary>
    public string New => Quote.Name("_new_" + rows.Object.Name);

    /// <summary>Identifies the new rows that are good so far.</summary>
    public SqlText Identify() => new SqlLines().Line($"CREATE OR REPLACE TEMP TABLE {New} AS").Line("SELECT")
        .Items(["rowid AS rid", $"{RowStateSql.RowId(product, rows.Object)} AS \"_row_id\""])
        .Line($"FROM {rows.Table}").Line($"WHERE {rows.RowIsGood}").Done();

    /// <summary>One row: between which values the keys of the new rows lie.</summary>
    public SqlText FindSpan() => KeySpan.Find(rows.Object, $"{rows.Table} WHERE {rows.RowIsGood}");

    /// <summary>Finds those of the new rows' ids that stand already.</summary>
    /// <param name="near">Of the rows that stand now, those among which they can be; null where none can.</param>
    public SqlText FindAgain(string? near) => new(near is null
        ? $"CREATE OR REPLACE TEMP TABLE {Again} (\"_row_id\" BIGINT)"
        : $"""
        CREATE OR REPLACE TEMP TABLE {Again} AS
        SELECT p."_row_id" FROM {near} p SEMI JOIN {New} n ON p."_row_id" = n."_row_id"
        """);

    public SqlText CountAgain() => new($"SELECT count(*) FROM {Again}");

    /// <summary>New rows whose unique value is taken by a row that stays.</summary>
    /// <param name="excluded">Where excluded rows are gathered.</param>
    /// <param name="anyAgain">False where no row is replaced, so that ids need not be read.</param>
    public SqlText Taken(int rule, string excluded, bool anyAgain)
    {
        var columns = rows.Checks[rule].Columns.Select(Quote.Name).ToList();
        return new(
            $"""
            INSERT INTO {excluded}
            SELECT DISTINCT c.rid, {Quote.Number(rule)}
            FROM {previous} p
            JOIN (
              SELECT n.rid, {string.Join(", ", columns.Select(c => "r." + c))}
              FROM {rows.Table} r JOIN {New} n ON r.rowid = n.rid
              WHERE {string.Join(" AND ", columns.Select(c => $"r.{c} IS NOT NULL"))}) c ON {string.Join(" AND ", columns.Select(c => $"p.{c} = c.{c}"))}
            """ + (anyAgain ? $"\nANTI JOIN {Again} a ON p.\"_row_id\" = a.\"_row_id\"" : ""));
    }

    public SqlText MakeAfter(bool anyAgain)
    {
        var names = string.Join(", ", rows.Object.Properties.Select(p => Quote.Name(p.Name)));
        var kept = $"SELECT {names} FROM {previous} p" + (anyAgain ? $" ANTI JOIN {Again} a ON p.\"_row_id\" = a.\"_row_id\"" : "");
        return new($"CREATE VIEW {After} AS\n{kept}\nUNION ALL\nSELECT {names} FROM {rows.Good}");
    }
}

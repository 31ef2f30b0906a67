using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>Looks at the values of one column of a relation, to see what could be promised of it.</summary>
/// <param name="view">The relation, quoted.</param>
/// <param name="column">The column's name.</param>
public sealed class SeenColumnSql(string view, string column)
{
    private readonly string _raw = Quote.Name(column);

    /// <summary>Keeps the first rows of a relation and of the others each so-many-th, under a name of their own.</summary>
    public static SqlText Sample(string view, string name, long each) => new(
        $"CREATE TEMP TABLE {name} AS SELECT * FROM {view} WHERE _record <= 1000 OR _record % {Quote.Number(each)} = 0");

    /// <summary>One row: how many values are there, and their type in the engine.</summary>
    public SqlText Counts => new($"SELECT count({_raw}), any_value(typeof({_raw})) FROM {view}");

    /// <summary>One row: how many values are there already.</summary>
    public SqlText Repeats => new($"SELECT count({_raw}) - count(DISTINCT {_raw}) FROM {view}");

    /// <summary>One row: how many values each pattern matches whole, in order.</summary>
    public SqlText Matches(IEnumerable<string> patterns) => new(
        $"SELECT {string.Join(", ", patterns.Select(p => $"count_if(regexp_full_match(CAST({_raw} AS VARCHAR), {Quote.Text(p)}))"))} FROM {view}");

    /// <summary>One row: how many values are not of each type that could be promised, in order.</summary>
    public SqlText Misfits(IReadOnlyList<Property> candidates, string engineType)
    {
        var typed = candidates.Select((c, i) => (Name: "v" + Quote.Number(i), Column: c)).Select(x =>
            (x.Name, Typed: TypedColumn.Of(x.Column with { Name = x.Name }, _raw, engineType))).ToList();
        return new SqlLines().Line("SELECT").Items(typed.Select(t => $"count_if({t.Typed.Broken ?? "false"})"))
            .Line("FROM (SELECT").Items(typed.SelectMany(t => new[]
            {
                $"{_raw} AS {TypedColumn.Raw(t.Name)}", $"{t.Typed.Value} AS {Quote.Name(t.Name)}",
            }), 2).Line($"FROM {view})", 1).Done();
    }
}

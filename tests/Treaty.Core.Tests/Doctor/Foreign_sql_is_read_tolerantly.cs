using CsCheck;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Tests.Doctor;

public sealed class Foreign_sql_is_read_tolerantly
{
    [Theory]
    [InlineData("select * from a join b.c d on d.x = a.x", "a, b.c")]
    [InlineData("with a as (select 1), b as (select * from a) select * from b, `p-1.d.t` as t, u", "p-1.d.t, u")]
    [InlineData("select extract(day from x), trim(both ' ' from y) from t", "t")]
    [InlineData("select * from unnest([1]) join \"S\".\"T\" using (x)", "S.T")]
    [InlineData("select 'from nowhere' -- from comment\n# from hash\n/* from block */ from t", "t")]
    [InlineData("select '''' as q, 'it''s' from t", "t")]
    [InlineData("select r'\\d+', \"\"\"from inner\"\"\" from t", "t")]
    [InlineData("select $$ from body $$ from t", "t")]
    [InlineData("select x is distinct from y from t", "t")]
    [InlineData("delete from t where x in (select y from u)", "t, u")]
    public void Tables_are_found_in_any_dialect(string sql, string tables) =>
        string.Join(", ", ForeignSqlReader.Read("a.sql", sql).Tables.Select(t => t.Name)).ShouldBe(tables);

    [Theory]
    [InlineData("{{ ref('a') }}", "ref(a)")]
    [InlineData("{{ref(\"pkg\", 'a', v=2)}}", "ref(pkg|a;v=2)")]
    [InlineData("{{ source ( 'raw',\n 't' ) }}", "source(raw|t)")]
    [InlineData("{%- set x = ref('a') -%} '{{ var(\"v\") }}'", "ref(a) var(v)")]
    [InlineData("{# ref('no') #} {{ config(materialized='view', meta={'owner': 'x, y'}) }}", "config(;materialized=view,meta={'owner': 'x, y'})")]
    [InlineData("-- {{ ref('no') }}\nselect 1", "")]
    public void Calls_in_Jinja_are_read(string sql, string calls) => string.Join(" ", ForeignSqlReader.Read("a.sql", sql).Calls.Select(c =>
        $"{c.Name}({string.Join('|', c.Arguments)}{(c.Named.Count > 0 ? ";" + string.Join(',', c.Named.Select(n => $"{n.Key}={n.Value}")) : "")})"))
        .ShouldBe(calls);

    [Fact]
    public void What_macros_write_is_counted_as_unread()
    {
        ForeignSqlReader.Read("a.sql", "select 1 from {{ ref('a') }}").ShareRead.ShouldBe(1);
        ForeignSqlReader.Read("a.sql", "{{ make_everything() }}").ShareRead.ShouldBe(0);
        ForeignSqlReader.Read("a.sql", "select 1 as x, 'never closed").ShareRead.ShouldBeLessThan(1);
    }

    [Fact]
    public void Lines_are_those_of_the_file() =>
        ForeignSqlReader.Read("a.sql", "/* a\nb */\nselect '\n'\n, coalesce(a, b)\n{#\n#}\nfrom t").Tables.Single().Line.ShouldBe(8);

    /// <summary>Any text is read to its end, and every piece of it lies on a line it has.</summary>
    [Fact]
    public void Any_text_is_read()
    {
        string[] pieces = ["'", "''", "'''", "\"", "`", "{{", "}}", "{%", "%}", "{#", "#}", "--", "/*", "*/", "\n", "(", ")", "from ", "ref('a')",
            "$$", "\\", "coalesce(a,b,c)", " x ", "=", "in ('a','b')", "é", "\0"];
        Gen.Int[0, pieces.Length - 1].Array[0, 40].Sample(picked =>
        {
            var text = string.Concat(picked.Select(i => pieces[i]));
            var sql = ForeignSqlReader.Read("a.sql", text);
            var lines = text.Count(c => c == '\n') + 1;
            return sql.Tokens.All(t => t.Line >= 1 && t.Line <= lines) && sql.CharactersUnread >= 0 && sql.CharactersUnread <= text.Length
                && SqlPatterns.Calls(sql, "coalesce").All(c => c.Line <= lines) && SqlPatterns.Equalities(sql).Count() >= 0;
        });
    }
}

using System.Text;
using Treaty.Backends.DuckDb;
using Treaty.Backends.Files;
using Treaty.Core.Contracts;
using Treaty.Operations.Drafting;
using Treaty.Operations.Meshes;

namespace Treaty.Backends.Tests.Drafting;

/// <summary>A mesh drafted around a file of any shape that people have: the check accepts it, and it says what data cannot answer.</summary>
public sealed class A_draft : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<DraftReport> DraftAsync(string name, byte[] content)
    {
        var file = _folder.Write(name, "");
        await File.WriteAllBytesAsync(file, content);
        return await new DraftMesh(new DuckDbEngine(), new FileFeed()).RunAsync(new([file], Path.Combine(_folder.Path, "drafted"), "drafted"),
            TestContext.Current.CancellationToken);
    }

    private async Task<string> ColumnsAsync()
    {
        var report = await CheckMesh.RunAsync(Path.Combine(_folder.Path, "drafted"), new DuckDbEngine(), new DateOnly(2026, 1, 31),
            TestContext.Current.CancellationToken);
        report.Findings.Where(f => f.Code != "TRY0410").ShouldBeEmpty();
        return string.Join(", ", report.Mesh.Products.Single().Contract.Objects.Single().Properties.Select(p =>
            $"{p.Name} {(p.Type == LogicalType.Number ? $"decimal {p.Scale}" : p.Type.ToString().ToLowerInvariant())}"
            + (p.KeyPosition is null ? "" : " key")));
    }

    /// <summary>A sample of the rows only rules out: one row that it does not hold decides about key and types all the same.</summary>
    [Fact]
    public async Task Promises_only_what_holds_for_every_row_of_a_large_file()
    {
        var rows = Enumerable.Range(1, 50_000).Select(i => i == 49_999 ? "1,c49998,2024-13-01,no,1.25" : $"{i},c{i},2024-01-{i % 28 + 1:00},{i / 2},{i}.50");
        await DraftAsync("large.csv", Encoding.UTF8.GetBytes("n,code,day,count,price\n" + string.Join('\n', rows) + "\n"));
        (await ColumnsAsync()).ShouldBe("n integer, code string, day string, count string, price decimal 2");
    }

    public static TheoryData<string, string> Texts { get; } = new()
    {
        { "id,name\n1,a\n2,b\n", "id string key, name string" },
        { "\uFEFFid,name\r\n1,a\r\n2,b\r\n", "id string key, name string" },
        { "id;name;price\n1;a;12.50\n2;b;7.25\n", "id string key, name string, price decimal 2" },
        { "id\tname\n1\ta b\n2\tc\n", "id string key, name string" },
        { "id|name\n1|a\n2|b\n", "id string key, name string" },
        { "id,\"a;b;c;d\"\n1,x\n2,y\n", "id string key, a_b_c_d string" },
        { "id,note\n1,\"line one\nline two, with \"\"quotes\"\"\"\n2,\"x\"\n", "id string key, note string" },
        { "id,name,name\n1,a,b\n2,c,d\n", "id string key, name string, name_2 string" },
        { "id,,Name With Blanks,Größe (cm)\n1,x,y,3\n2,x,y,4\n", "id string key, column2 string, name_with_blanks string, grosse_cm integer" },
        { "id,name,\n1,a,\n2,b,\n", "id string key, name string, column3 string" },
        { "id,nothing,name\n1,,a\n2,,b\n", "id string key, nothing string, name string" },
        { "CustomerID,VATNumber,Betrag EUR\nc1,v1,x\nc2,v1,x\n",
            "customer_id string key, vat_number string, betrag_eur string" },
        { "plz,n\n01234,1\n50501,2\n", "plz string key, n integer" },
        { "1,a,2.5\n2,b,3.5\n", "column1 integer key, column2 string, column3 decimal 2" },
        { "select,from,null,_id\n1,2,3,4\n1,2,3,6\n", "select integer, from integer, null_ integer, id string key" },
        { "id,yes: [no],\"- x\"\n1,a,b\n2,c,d\n", "id string key, yes_no string, x string" },
        { "id,\"x'); drop table y; --\"\n1,2\n2,3\n", "id string key, x_drop_table_y integer" },
        { "day,at,ok\n2025-01-31,2025-01-01 10:00:00,true\n2025-02-01,2025-06-01T11:00:00+02:00,false\n", "day date, at timestamp, ok boolean" },
        { "id,big\n1,99999999999999999999\n2,1\n", "id string key, big string" },
        { "id;amount\n1;1.234,56\n2;0,99\n", "id string key, amount decimal 2" },
        { "id,amount\n1,\"1,234.50\"\n2,\"12,000.00\"\n", "id string key, amount decimal 2" },
        { "# made by x\nid,name\n1,a\n", "id string key, name string" },
        { "a,b\nx,y\nx,y\n", "a string, b string" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Sees_types_names_and_keys(string text, string columns)
    {
        (await DraftAsync("table.csv", Encoding.UTF8.GetBytes(text))).Findings.ShouldBeEmpty();
        (await ColumnsAsync()).ShouldBe(columns);
    }

    [Theory]
    [InlineData("latin1"), InlineData("utf-16")]
    public async Task Sees_the_encoding(string encoding)
    {
        var coding = Encoding.GetEncoding(encoding);
        await DraftAsync("Straßen.csv", [.. coding.Preamble, .. coding.GetBytes("id,straße\n1,Müllerstraße\n2,x\n")]);
        (await ColumnsAsync()).ShouldBe("id string key, strasse string");
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "drafted/contexts/my_context/sources.yaml"), TestContext.Current.CancellationToken))
            .ShouldContain(encoding == "latin1" ? "encoding: latin-1" : "encoding: utf-16");
    }

    [Fact]
    public async Task Reads_one_json_list()
    {
        await DraftAsync("list.json", " [{\"id\":1,\"v\":\"a\"},{\"id\":2}]"u8.ToArray());
        (await ColumnsAsync()).ShouldBe("id string key, v string");
    }

    [Fact]
    public async Task Reads_json_a_record_a_line()
    {
        await DraftAsync("events.json", "{\"id\":1,\"n\":{\"x\":1},\"v\":1.5}\n{\"id\":2,\"n\":null,\"v\":2}\n"u8.ToArray());
        (await ColumnsAsync()).ShouldBe("id string key, n string, v decimal 2");
    }

    [Theory]
    [InlineData("x\n31.12.2024\n1.2.2025\n", "day.month.year", ',')]
    [InlineData("x\n12/31/2024\n1/2/2025\n", "with slashes", ',')]
    [InlineData("x\n12%\n1.5 %\n", "percentages", ',')]
    [InlineData("x\n€12.50\n€3\n", "a sign of their currency", ',')]
    public async Task Asks_what_a_text_means_and_gives_the_expression(string text, string question, char delimiter)
    {
        var two = string.Concat(text.TrimEnd('\n').Split('\n').Select((line, i) => $"{i}{delimiter}{line}\n"));
        var asked = (await DraftAsync("table.csv", Encoding.UTF8.GetBytes("n" + two[1..]))).Questions.Single(q => q.Contains(".x: are these"));
        asked.ShouldContain(question);
        await using var session = await new DuckDbEngine().OpenAsync(new([], [], Path.Combine(_folder.Path, "scratch")), TestContext.Current.CancellationToken);
        var expression = asked[(asked.IndexOf("makes it more: ", StringComparison.Ordinal) + 15)..].Split(", or ")[0];
        var value = text.Split('\n')[1];
        (await session.QueryAsync(new($"select {expression} from (select {Core.Sql.Quote.Text(value)} as x)"), 1, TestContext.Current.CancellationToken))
            .Scalar.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("empty.csv", "", "TRY0804", "is empty")]
    [InlineData("header.csv", "id,name\n", "TRY0730", "has no records")]
    [InlineData("short.csv", "a,b,c\n1,2\n3,4\n", "TRY0730", "of its first line")]
    public async Task Says_why_there_is_none(string name, string text, string code, string sentence)
    {
        var finding = (await DraftAsync(name, Encoding.UTF8.GetBytes(text))).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Place).ShouldBe((code, null));
        finding.Sentence.ShouldContain(sentence);
        Directory.Exists(Path.Combine(_folder.Path, "drafted")).ShouldBeFalse();
    }
}

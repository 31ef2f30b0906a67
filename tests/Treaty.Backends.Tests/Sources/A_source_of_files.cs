using System.IO.Compression;
using System.Text;
using CsCheck;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Products;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Sources;

/// <summary>Ways in which files are written: each case is the bytes, how the source describes them, and the rows they are.</summary>
public sealed class A_source_of_files
{
    private const string Header = "order_id,amount,placed_at,status\n";
    private static readonly CsvDialect Standard = CsvDialect.Default;

    public sealed record Case(string Name, byte[] Bytes, CsvDialect Dialect, string[] Rows, string File = "orders.csv", string[]? Numbers = null)
    {
        public override string ToString() => Name;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress)) gzip.Write(bytes);
        return memory.ToArray();
    }

    public static TheoryData<Case> Dialects =>
    [
        new Case("byte order mark", [0xEF, 0xBB, 0xBF, .. Utf8(Header + "ä,1.00,,placed\n")], Standard, ["ä|1.00|1"]),
        new Case("utf-16 little endian", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Header + "ä€,1.00,,placed\n")], Standard with { Encoding = "utf-16" }, ["ä€|1.00|1"]),
        new Case("utf-16 big endian by its mark", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Header + "ä€,1.00,,placed\n")], Standard with { Encoding = "utf-16" }, ["ä€|1.00|1"]),
        new Case("utf-16 big endian without mark", Encoding.BigEndianUnicode.GetBytes(Header + "ä,1.00,,placed\n"), Standard with { Encoding = "utf-16-be" }, ["ä|1.00|1"]),
        new Case("windows-1252", [.. Utf8(Header), 0x80, 0xE4, .. Utf8(",1.00,,placed\n")], Standard with { Encoding = "windows-1252" }, ["€ä|1.00|1"]),
        new Case("latin-1", [.. Utf8(Header), 0xE4, .. Utf8(",1.00,,placed\n")], Standard with { Encoding = "latin-1" }, ["ä|1.00|1"]),
        new Case("gzip by name", Packed(Utf8(Header + "a,1.00,,placed\n")), Standard, ["a|1.00|1"], "orders.csv.gz"),
        new Case("gzip by word", Packed(Utf8(Header + "a,1.00,,placed\n")), Standard with { Compression = "gzip" }, ["a|1.00|1"], "orders.dat"),
        new Case("gzip in windows-1252", Packed([.. Utf8(Header), 0x80, .. Utf8(",1.00,,placed\n")]), Standard with { Encoding = "windows-1252" }, ["€|1.00|1"], "orders.csv.gz"),
        new Case("zstd", Convert.FromBase64String("KLUv/QRYgQEAb3JkZXJfaWQsYW1vdW50LHBsYWNlZF9hdCxzdGF0dXMKYSwxLjAwLCxwbGFjZWQKIB3UJw=="), Standard, ["a|1.00|1"], "orders.csv.zst"),
        new Case("semicolon, decimal comma and groups", Utf8("order_id;amount;placed_at;status\na;1.234,50;;placed\nb;-0,5;;placed\nc;1.5;;placed\nd;1.23,4;;placed\ne;12;;placed\n"),
            Standard with { Delimiter = ";", Decimal = ",", Thousands = "." }, ["a|1234.50|1", "b|-0.50|2", "e|12.00|5"], Numbers: ["amount"]),
        new Case("groups by apostrophe", Utf8(Header + "a,1'234.5,,placed\nb,12'34,,placed\n"), Standard with { Thousands = "'" }, ["a|1234.50|1"], Numbers: ["amount"]),
        new Case("skipped lines and comments", Utf8("report of today\n\"with\" lines\n" + Header + "#a,9,,placed\na,1.00,,placed\nb#,2.00,,placed\n# end\n"),
            Standard with { SkipLines = 2, Comment = "#" }, ["a|1.00|1", "b#|2.00|2"]),
        new Case("escape by backslash", Utf8(Header + "\"a\\\"b,c\",1.00,,placed\n"), Standard with { Escape = "\\" }, ["a\"b,c|1.00|1"]),
        new Case("several words for null", Utf8(Header + "a,1.00,NULL,placed\nb,2.00,\\N,placed\nc,3.00,n/a,placed\n"), Standard with { MoreNulls = ["NULL", "\\N", "n/a"] },
            ["a|1.00|1", "b|2.00|2", "c|3.00|3"]),
        new Case("quotes around line ends", Utf8(Header + "\"a\nb\",1.00,,placed\r\nc,2.00,,placed\r\n"), Standard, ["a\nb|1.00|1", "c|2.00|2"]),
        new Case("tab without quotes", Utf8("order_id\tamount\tplaced_at\tstatus\n\"a\t1.00\t\tplaced\n"), Standard with { Delimiter = "\t", Quote = "" }, ["\"a|1.00|1"]),
        new Case("single quotes", Utf8(Header + "'a,b',1.00,,placed\n"), Standard with { Quote = "'" }, ["a,b|1.00|1"]),
        new Case("no line end at the end", Utf8(Header + "a,1.00,,placed"), Standard, ["a|1.00|1"]),
    ];

    [Theory, MemberData(nameof(Dialects))]
    public async Task Is_read_as_it_is_written(Case of)
    {
        using var mesh = new SmallMesh { Location = of.File, Dialect = of.Dialect, Refine = s => s with { Numbers = [.. of.Numbers ?? []] } };
        await File.WriteAllBytesAsync(mesh.Folder.Write(of.File, ""), of.Bytes, TestContext.Current.CancellationToken);
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        (await mesh.RowsAsync("select order_id, amount, _record from sales.orders order by 3")).ShouldBe(of.Rows);
        (await mesh.RowsAsync("select distinct _source from sales.orders")).ShouldBe([of.File]);
        Directory.EnumerateFileSystemEntries(mesh.Folder[".treaty/scratch"]).ShouldBeEmpty("decoded copies are gone");
    }

    [Fact]
    public async Task Keeps_places_right_behind_skipped_lines_comments_and_bad_records()
    {
        using var mesh = new SmallMesh { Dialect = Standard with { SkipLines = 2, Comment = "#" } };
        mesh.Folder.Write("orders.csv", "x\ny\n" + Header + "a,1.00,,placed\n# no\nb,2.00\n# no\nc,3.00,,placed\nd,4.00,,lost\n");
        var step = (await mesh.RunAsync()).Steps[0];
        (await mesh.RowsAsync("select order_id, _record from sales.orders order by 1")).ShouldBe(["a|1", "c|3"]);
        step.Quarantine.SelectMany(q => q.Examples).Select(e => e.Record).Order().ShouldBe([2, 4]);
    }

    [Fact]
    public async Task In_another_encoding_than_it_says_is_refused_where_no_text_can_be_made_of_it()
    {
        using var mesh = new SmallMesh { Dialect = Standard with { Encoding = "utf-16" } };
        await File.WriteAllBytesAsync(mesh.Folder.Write("orders.csv", ""), [0xFF, 0xFE, 0x00, 0xDC, 0x41, 0x00], TestContext.Current.CancellationToken);
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("`orders.csv` is not utf-16");
    }

    [Fact]
    public async Task Of_JSON_in_one_array_keeps_nested_values_and_every_digit()
    {
        using var mesh = new SmallMesh { Format = SourceFormat.Json, Location = "orders.json", Properties = [.. new SmallMesh().Properties, SmallMesh.Column("lines", Core.Contracts.LogicalType.String)] };
        mesh.Folder.Write("orders.json", """
            [{"order_id": "a", "amount": 1234567890123456.78, "status": "placed", "lines": [{"sku": "x", "n": 2}]},
             7,
             {"order_id": "b", "amount": "1.50", "status": "placed", "lines": {"k": null}, "placed_at": null}]
            """);
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        (await mesh.RowsAsync("select order_id, amount, lines, _record from sales.orders order by 1"))
            .ShouldBe(["a|1234567890123456.78|[{\"sku\":\"x\",\"n\":2}]|1", "b|1.50|{\"k\":null}|3"]);
        step.Quarantine.ShouldHaveSingleItem().Examples[0].Record.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"order_id\": 1}", "array")]
    [InlineData("[{\"order_id\": ", "Malformed JSON")]
    public async Task Of_JSON_that_is_none_is_refused_with_its_place(string content, string says)
    {
        using var mesh = new SmallMesh { Format = SourceFormat.Json, Location = "orders.json" };
        mesh.Folder.Write("orders.json", content);
        var finding = (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Place).ShouldBe(("TRY1407", SmallMesh.Somewhere));
        finding.Sentence.ShouldContain(says);
    }

    [Theory]
    [InlineData("""{"order_id": "a 12345678901234567.5, b", "amount": 1.5, "status": "placed"}""", "a 12345678901234567.5, b|1.50")]
    [InlineData("""{"order_id": "a", "amount":-1234567890123456.78}""", "a|-1234567890123456.78")]
    [InlineData("""{"order_id": "a", "x": 1234567890123456.78 , "amount" : 9876543210987654.32 }""", "a|9876543210987654.32")]
    [InlineData("""{"order_id": 12345678901234567890, "amount": 0.10}""", "12345678901234567890|0.10")]
    public async Task Of_JSON_lines_keeps_every_digit(string line, string row)
    {
        using var mesh = new SmallMesh { Format = SourceFormat.Ndjson, Location = "orders.ndjson", Columns = ["order_id", "amount", "placed_at", "status"] };
        mesh.Folder.Write("orders.ndjson", line + "\n");
        (await mesh.RunAsync()).Steps[0].Rows.Quarantined.ShouldBe(0);
        (await mesh.RowsAsync("select order_id, amount from sales.orders")).ShouldBe([row]);
    }

    [Fact]
    public async Task Whose_columns_change_says_so()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status,old,note\na,1.00,,placed,x,y\n");
        (await mesh.RunAsync()).Steps[0].Findings.ShouldBeEmpty();
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status,notes,channel\na,1.00,,placed,x,y\n");
        (await mesh.RunAsync(1)).Steps[0].Findings.Select(f => f.Code + " " + f.Sentence).ShouldBe(
        [
            "TRY1412 source `orders` has `channel` where `note` was", "TRY1412 source `orders` has `notes` where `old` was",
        ], ignoreOrder: true);
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status,channel\na,2.00,,placed,y\n");
        (await mesh.RunAsync(2)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1410");
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status,channel,region\na,3.00,,placed,y,z\n");
        (await mesh.RunAsync(3)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1411");
    }

    [Fact]
    public async Task Of_which_nothing_is_new_stands_beside_one_that_has_news()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in/**/*.csv" };
        mesh.Folder.Write("in/2026/1.csv", Header + "a,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("in/2026/02/2.csv", Header + "b,1.00,,placed\n");
        mesh.Folder.Write("in/.hidden.csv", Header + "z,1.00,,placed\n");
        (await mesh.RunAsync(1)).Steps[0].Rows.Added.ShouldBe(1);
        (await mesh.RowsAsync("select order_id, _source from sales.orders order by 1")).ShouldBe(["a|in/2026/1.csv", "b|in/2026/02/2.csv"]);
    }

    [Fact]
    public async Task Behind_a_link_out_of_its_folder_is_refused()
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret/orders.csv", Header + "a,1.00,,placed\n");
        using var mesh = new SmallMesh { Location = "in" };
        mesh.Folder.Write("in/1.csv", Header + "b,1.00,,placed\n");
        Directory.CreateSymbolicLink(mesh.Folder["in/linked"], outside["secret"]);
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("is a link out of its folder");
    }

    /// <summary>More files than one statement reads: every record once, numbered in its file, with what could not be split.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("select order_id, cast(amount as decimal(18,2)) as amount, cast(placed_at as timestamptz) as placed_at, status from source.orders")]
    public async Task Many_files_are_read_part_by_part(string? select)
    {
        const int files = (2 * StagedFiles.FilesOfAPart) + 1;
        using var mesh = new SmallMesh { Location = "in", Mode = SourceMode.Append, Select = select };
        for (var i = 0; i < files; i++)
            mesh.Folder.Write($"in/{i:D4}.csv", Header + $"a{i},1.00,,placed\n" + (i % 400 == 7 ? "x,too,many,cells,here\n" : "") + $"b{i},2.00,,placed\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        (step.Rows.Read, step.Rows.Published, step.Rows.Quarantined).ShouldBe(((2 * files) + 3, 2 * files, 3));
        (await mesh.RowsAsync("select order_id, _source, _record from sales.orders where order_id in ('a0', 'b7', 'b407', 'a500', 'b807', 'b1000') order by 2"))
            .ShouldBe(["a0|in/0000.csv|1", "b7|in/0007.csv|3", "b407|in/0407.csv|3", "a500|in/0500.csv|1", "b807|in/0807.csv|3", "b1000|in/1000.csv|2"]);
        step.Quarantine.Single().Examples.Select(e => $"{e.Source} {e.Record}").ShouldBe(["in/0007.csv 2", "in/0407.csv 2", "in/0807.csv 2"]);
    }

    [Fact]
    public async Task Of_many_files_each_that_begins_in_another_way_is_looked_at()
    {
        using var mesh = new SmallMesh { Location = "in" };
        foreach (var i in Enumerable.Range(0, 9)) mesh.Folder.Write($"in/{i}.csv", Header + $"a{i},1.00,,placed\n");
        mesh.Folder.Write("in/3.csv", "\"order_id\",amount,placed_at,\"status\"\nq,1.00,,placed\n");
        mesh.Folder.Write("in/5.csv", "order_id,\"amount\nin euro\",placed_at,status\nr,1.00,,placed\n");
        mesh.Folder.Write("in/7.csv", "order_id,amount,status,placed_at\ns,1.00,placed,\n");
        mesh.Folder.Write("in/8.csv", "order_id,amount,status,placed_at\ns,1.00,placed,\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Findings.Select(f => f.Sentence.Split('`')[1]).ShouldBe(["in/5.csv", "in/7.csv", "in/8.csv"]);
    }

    /// <summary>Wherever the lines lie that cannot be split, each row is numbered as it stands in its file.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("select order_id, cast(amount as decimal(18,2)) as amount, cast(placed_at as timestamptz) as placed_at, status from source.orders")]
    public async Task Rows_behind_broken_lines_keep_their_number(string? select)
    {
        var broken = Gen.Select(Gen.Int[1, 400], Gen.Int[1, 100], Gen.Int, (lines, percent, seed) =>
            Enumerable.Range(0, lines).Select(i => (uint)((i * 7919) ^ seed) * 2654435761u % 100 < percent).ToArray());
        await broken.Array[1, 3].SampleAsync(async files =>
        {
            using var mesh = new SmallMesh { Location = "in", Select = select };
            foreach (var (i, lines) in files.Append([false]).Index())
                mesh.Folder.Write($"in/{i}.csv", Header + string.Concat(lines.Select((b, n) => b ? "x,too,many,cells,here\n" : $"{i}-{n + 1},1.00,,placed\n")));
            var step = (await mesh.RunAsync()).Steps[0];
            step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
            (await mesh.RowsAsync("select count(*) from sales.orders where order_id <> substring(_source, 4, 1) || '-' || _record")).ShouldBe(["0"]);
            (await mesh.RowsAsync("select count(*) from sales.orders")).ShouldBe([$"{files.Sum(f => f.Count(b => !b)) + 1}"]);
        }, iter: 6);
    }
}

using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>The file that was hashed must be the file that was read.</summary>
public sealed class A_source_that_moves : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private List<Finding> After(Action<string> change)
    {
        var path = _folder.Write("orders.csv", "id\n1\n");
        var file = new FileInfo(path);
        var seen = new SourceFile("orders.csv", path, file.Length, file.LastWriteTimeUtc, "");
        change(path);
        var source = new Source("orders", null, SourceFormat.Csv, "orders.csv", null, SourceMode.Full, CsvDialect.Default, [], SmallMesh.Somewhere);
        var findings = new List<Finding>();
        StageSources.FindMoved(new SourceState(source, _folder.Path, [seen], [seen]), findings);
        return findings;
    }

    [Fact]
    public void Is_none_while_no_one_touches_it() => After(_ => { }).ShouldBeEmpty();

    public static TheoryData<string> Changes { get; } = ["grows", "is written over", "goes away"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Is_refused(string change) => After(path =>
    {
        if (change == "grows") File.AppendAllText(path, "2\n");
        else if (change == "goes away") File.Delete(path);
        else
        {
            File.WriteAllText(path, "id\n7\n");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }
    }).ShouldHaveSingleItem().Code.ShouldBe("TRY0803");
}

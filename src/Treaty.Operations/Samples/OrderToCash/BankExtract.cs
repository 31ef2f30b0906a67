using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>The bank hands out its list of deposits as Parquet, with typed columns; the writer's text of it does not stay.</summary>
internal static class BankExtract
{
    public const string Text = "sources/bank/deposits.csv";
    private const string Parquet = "sources/bank/deposits.parquet";

    public static async ValueTask MakeAsync(IQueryEngine engine, string folder, CancellationToken cancel)
    {
        var (from, to) = (Path.Combine(folder, Text), Path.Combine(folder, Parquet));
        // One thread, so that equal rows give equal bytes.
        await using var session = await engine.OpenAsync(new SessionRequest([folder], [folder],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName()), Threads: 1), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(Sql(from, to), cancel).ConfigureAwait(false);
        File.Delete(from);
    }

    private static SqlText Sql(string from, string to) => new(
        $"""
        COPY (
          SELECT deposit_ref, CAST(received_on AS DATE) AS received_on, CAST(amount AS DECIMAL(18, 2)) AS amount, currency
          FROM read_csv({Quote.Text(from)}, delim = ';', header = true, auto_detect = false,
            columns = {"{"}'deposit_ref': 'VARCHAR', 'received_on': 'VARCHAR', 'amount': 'VARCHAR', 'currency': 'VARCHAR'{"}"}))
        TO {Quote.Text(to)} (FORMAT parquet, COMPRESSION zstd)
        """);
}

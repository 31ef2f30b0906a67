using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>412 invoices and their 2,240 lines agree to the cent: the null case.</summary>
public class Cases_of_chinook
{
    [Fact]
    public void Invoices_and_their_lines_agree()
    {
        var folder = Path.Combine(OutsideTables.DataOrSkip(), "chinook");
        using var tables = new OutsideTables();
        tables.Compare($"SELECT *, Total AS amount FROM read_csv('{folder}/Invoice.csv')",
            $"SELECT *, UnitPrice * Quantity AS amount FROM read_csv('{folder}/InvoiceLine.csv')", ["InvoiceId"], ("CAST(amount AS DECIMAL(18,2))", 2), [],
            comparison => comparison with
            {
                B = comparison.B with { Identity = ["InvoiceLineId"] }, Child = Side.B,
                Passes = [new MatchPass(PassKind.GroupSum, null, null, null, Nowhere)],
            });
        tables.Classes.ShouldBe("412 matched");
        tables.Discrepancies.ShouldBeEmpty();
        tables.Query("SELECT CAST(100 * sum(value_a) AS BIGINT), CAST(100 * sum(value_b) AS BIGINT), CAST(sum(rows_b) AS BIGINT) FROM p_groups")[0]
            .ShouldBe([232_860L, 232_860L, 2_240L]);
    }
}

using Treaty.Core.Reconciliation;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>A comparison that uses every feature, and random tables that fit it.</summary>
public static class Rich
{
    public static Comparison Comparison { get; } = Compared.Orders with
    {
        Child = Side.B,
        A = Compared.Orders.A with { Identity = null },
        B = Compared.Orders.B with { Identity = ["key", "amount", "deposit"] },
        Status = new ComparedStatus("status", "status", [("paid", "captured"), ("open", "authorised")], Side.A),
        Attributes = [new("channel", "channel", "channel")],
        Passes =
        [
            new(PassKind.Key, null, null, null, Compared.Nowhere),
            new(PassKind.Key, null, null, new Tolerance(2, 5, Side.A), Compared.Nowhere),
            new(PassKind.GroupSum, ["deposit"], ["deposit"], null, Compared.Nowhere),
            new(PassKind.GroupSum, null, null, null, Compared.Nowhere),
        ],
        Period = PeriodGrain.Month,
        Grace = TimeSpan.FromDays(5),
        Definitions =
        [
            new("shipping", "value", "a.channel = 'web' AND a.fee <> 0", "a.fee", null, "finance_control", "B counts shipping", Compared.Nowhere),
            new("gift_cards", null, "b.channel = 'gift'", null, Side.B, "finance_control", "B sells gift cards", Compared.Nowhere),
        ],
    };
}

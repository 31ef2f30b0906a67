using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using static Treaty.Backends.Tests.Reconciliation.Compared;
using static Treaty.Backends.Tests.Reconciliation.Laws_of_reconciliation;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Whatever comes in whatever batches, what is written in the end is what one comparison of everything writes, by its content hashes.</summary>
public class Laws_of_changes
{
    private static MatchPass Key(Tolerance? tolerance = null) => new(PassKind.Key, null, null, tolerance, Nowhere);

    private static MatchPass Sum(params string[] key) => new(PassKind.GroupSum, key.Length == 0 ? null : [.. key], key.Length == 0 ? null : [.. key], null, Nowhere);

    private static readonly MatchPass Linked = new(PassKind.Links, null, null, null, Nowhere) { Links = [("deposit", "deposit"), ("key", "key")] };

    private static readonly Comparison Grace = Orders with { Grace = TimeSpan.FromDays(20), Period = PeriodGrain.Day };

    private static Comparison Mapped(Comparison comparison) =>
        comparison with { A = comparison.A with { Through = new Crosswalk(new("crosswalk", new Reference("zone", "crosswalk")), "of", "becomes") } };

    private static Comparison InEuro(Comparison comparison) => comparison with
    {
        Reporting = new("EUR", new("rates", new Reference("zone", "fx")), "of", "becomes", "day", "rate") { Older = 20 },
    };

    /// <summary>Every kind of comparison that is made by its changes, by name.</summary>
    private static readonly (string Name, Comparison Comparison)[] Kinds =
    [
        ("key", Grace),
        ("key without copies", Grace with { A = Orders.A with { Identity = null }, B = Orders.B with { Identity = null } }),
        ("key within a tolerance, copies by another identity", Grace with { A = Orders.A with { Identity = ["key", "deposit"] }, Passes = [Key(new(2, 10, Side.A))] }),
        ("group sums", Rich.Comparison with { Grace = TimeSpan.FromDays(20) }),
        ("links", Grace with { Passes = [Key(), Linked, Sum()] }),
        ("marked rows", Grace with { A = Orders.A with { Scope = "channel <> 'gift'" }, B = Orders.B with { Valid = "amount >= 0" } }),
        ("a mapping", Mapped(Grace)),
        ("a mapping and sums", Mapped(Grace) with { Passes = [Key(), Sum("deposit")] }),
        ("rates", InEuro(Grace)),
        ("rates, a mapping and sums", InEuro(Mapped(Grace)) with { Passes = [Key(), Sum("deposit"), Sum()] }),
        ("business days", Grace with { Calendar = new(5, [6, 7], [new(2024, 1, 1)], new("holidays", new Reference("zone", "holidays")), "day") }),
        ("no common key", Grace with { CommonKey = false, Passes = [Sum("deposit")] }),
    ];

    private static readonly Gen<MatchLock> AnyLock =
        from kind in OneOf(LockKind.Match, LockKind.NoMatch)
        from a in Gen.Long[1, 8].HashSet[0, 2]
        from b in Gen.Long[1, 8].HashSet[kind == LockKind.Match ? 1 : 0, 2]
        let rows = a.Count + b.Count == 0 || (kind == LockKind.Match && a.Count == 0) ? [1L] : a.Order().ToArray()
        select new MatchLock("zone.revenue:order_payment", [.. rows], [.. b.Order()], $"d{kind}{string.Join('-', rows)}{string.Join('-', b)}", kind);

    /// <summary>The mapping, rates and holidays of one moment.</summary>
    private static readonly Gen<string> AnyInputs =
        from crosswalk in Gen.Select(OneOf("k1", "k2", "k3", "k4", "|"), OneOf("k1", "k2", "k3", "k9")).Array[1, 6]
        from rates in Gen.Select(OneOf("EUR", "USD"), OneOf("2024-01-10", "2024-01-31", "2024-02-01", "2024-03-01"), OneOf("0.9", "0.92592593", "1.1")).Array[1, 5]
        from holidays in OneOf("2024-02-02", "2024-02-05", "2024-02-27", "2024-02-28", "2024-02-29").Array[1, 4]
        select string.Join(";\n",
            $"CREATE OR REPLACE TABLE crosswalk AS FROM (VALUES {Values(crosswalk.Select(c => $"'{c.Item1}', '{c.Item2}'"))}) AS t(of, becomes)",
            $"CREATE OR REPLACE TABLE rates AS SELECT of, 'EUR' AS becomes, CAST(day AS DATE) AS day, CAST(rate AS DECIMAL(18,8)) AS rate FROM (VALUES {Values(rates.Select(r => $"'{r.Item1}', '{r.Item2}', '{r.Item3}'"))}) AS t(of, day, rate)",
            $"CREATE OR REPLACE TABLE holidays AS SELECT CAST(day AS DATE) AS day FROM (VALUES {Values(holidays.Select(h => $"'{h}'"))}) AS t(day)");

    private static string Values(IEnumerable<string> rows) => string.Join(", ", rows.Select(row => $"({row})"));

    /// <summary>The rows of both sides, decisions and inputs at one moment; where <paramref name="Grows"/>, rows only come and inputs stay.</summary>
    private sealed record Moment(Row[] A, Row[] B, MatchLock[] Locks, string Inputs, bool Grows);

    private static readonly Gen<Moment> AnyMoment =
        from a in AnyTable
        from b in AnyTable
        from locks in Gen.Frequency((2, Gen.Const<MatchLock[]>([])), (1, AnyLock.Array[1, 3]))
        from inputs in AnyInputs
        from grows in Gen.Frequency((1, Gen.Const(true)), (2, Gen.Const(false)))
        select new Moment(a, b, locks, inputs, grows);

    private static Moment Next(Moment was, Moment next, int batch) => next.Grows
        ? was with { A = Grown(was.A, next.A, batch), B = Grown(was.B, next.B, batch), Grows = true }
        : next with { A = [.. Mixed(was.A, next.A).DistinctBy(r => r.Id)], B = [.. Mixed(was.B, next.B).DistinctBy(r => r.Id)] };

    private static Row[] Grown(Row[] old, Row[] more, int batch) => [.. old, .. more.Take(5).Select(r => r with { Id = r.Id + (1000 * batch) })];

    public static TheoryData<string> Names => [.. Kinds.Select(k => k.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Any_batches_come_to_what_one_comparison_of_everything_writes(string name)
    {
        var kind = Kinds.Single(k => k.Name == name);
        Gen.Select(AnyMoment.Array[2, 3], Gen.Bool).Sample((moments, decided) =>
        {
            if (!decided) moments = [.. moments.Select(m => m with { Locks = [] })];
            var plan = Conversion.Apply(PlanOf(kind.Comparison));
            var now = moments[0];
            using var changed = Run(plan with { Locks = new(now.Locks) }, now.A, now.B, now.Inputs);
            foreach (var (batch, next) in moments.Skip(1).Index())
            {
                var before = changed.Groups.Sum(g => g.A);
                now = Next(now, next, batch + 1);
                changed.Change(now.A, now.B, new(now.Locks), now.Grows ? null : now.Inputs);
                using var whole = Run(plan with { Locks = new(now.Locks) }, now.A, now.B, now.Inputs);
                Same(changed.Groups, whole.Groups);
                Same(changed.Members, whole.Members);
                Same(changed.Discrepancies, whole.Discrepancies);
                changed.Content.ShouldBe(whole.Content, kind.Name);
                ((decimal)changed.Changes.Single(c => (string)c[0]! == "a" && (string)c[1]! == "value")[2]!).ShouldBe(whole.Groups.Sum(g => g.A) - before);
                (changed.Converted.Count > 0).ShouldBe(kind.Comparison.Reporting is not null);
                if (kind.Comparison.Reporting is not null) changed.Converted.Select(c => (decimal)c[2]!).ShouldBe(changed.Changes.Select(c => (decimal)c[2]!));
            }
        }, iter: Iterations, threads: 1, print: t => $"{name} {t.Item2}\n" + string.Join("\nthen\n", t.Item1.Select(Print)));
    }

    private static void Same<T>(IReadOnlyList<T> changed, IReadOnlyList<T> whole)
    {
        changed.Except(whole).ShouldBeEmpty("are there and should not be");
        whole.Except(changed).ShouldBeEmpty("are missing");
        changed.ShouldBe(whole);
    }

    /// <summary>Of each kind; TREATY_LAWS asks for another number than that of the daily tests.</summary>
    private static int Iterations => int.Parse(Environment.GetEnvironmentVariable("TREATY_LAWS") ?? "2", CultureInfo.InvariantCulture);

    private static string Print(Moment m) => $"A {string.Join("\n  ", m.A.Select(r => r.Sql))}\nB {string.Join("\n  ", m.B.Select(r => r.Sql))}\n"
        + $"{string.Join("\n", m.Locks.Select(l => $"{l.Kind} {string.Join(',', l.RowsA)} {string.Join(',', l.RowsB)}"))}\n{m.Inputs}\n{m.Grows}";
}

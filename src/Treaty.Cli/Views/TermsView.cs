using System.Globalization;
using Treaty.Core;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Meanings side by side, their translations, and the places where they meet.</summary>
internal static class TermsView
{
    public static void Write(TextWriter to, TermsReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Word is null) All(to, report);
        else foreach (var meaning in report.Meanings) Meaning(to, meaning);
        if (report.Translations.Count > 0) to.WriteLine("how they translate");
        foreach (var t in report.Translations) Translation(to, t);
        if (report.Translations.Count > 0) to.WriteLine();
        if (report.Mixtures.Count > 0) to.WriteLine("where they meet");
        foreach (var m in report.Mixtures)
            to.WriteLine($"  {m.Product}{(m.Column is null ? $" joins {m.A} to {m.B}" : $" computes {m.Column} from {m.A} and {m.B}")}"
                + $": {m.Relation ?? "NOT MAPPED"}\n    {m.Place}");
    }

    private static void All(TextWriter to, TermsReport report)
    {
        TextTable.Write(to, ["word", "context", "meaning", "facts"], [.. report.Meanings.Select(m => (IReadOnlyList<string?>)[m.Term, m.Context,
            m.Meaning, m.Facts.Count.ToString(CultureInfo.InvariantCulture)])], new HashSet<int> { 3 });
        to.WriteLine();
    }

    private static void Meaning(TextWriter to, TermMeaning m)
    {
        to.WriteLine($"{m.Context}.{m.Term}{(m.Synonyms.Count > 0 ? $" (also {string.Join(", ", m.Synonyms)})" : "")}{(m.Related ? ", related" : "")}");
        to.WriteLine($"  {m.Meaning}");
        to.WriteLine($"  decided by {(m.DecidedBy.Count > 0 ? string.Join(", ", m.DecidedBy) : "no one")}"
            + $"; {(m.Facts.Count > 0 ? $"stated by {string.Join(", ", m.Facts)}" : "no fact speaks of it")}");
        to.WriteLine($"  {m.Place}");
        to.WriteLine();
    }

    private static void Translation(TextWriter to, TermTranslation t)
    {
        var key = t is { FromKey: { } from, ToKey: { } key2 } ? $" by {from} = {key2}" : "";
        var when = string.Join(" and ", new[] { t.FromWhen, t.ToWhen }.OfType<string>());
        to.WriteLine($"  {t.From} {t.Relation} {t.To}{key}{(when == "" ? "" : $" when {when}")}");
        to.WriteLine(t.Measured is { } m
            ? $"    {Share(m.FromShare)} of {Number(m.FromKeys)} keys of {t.From} and {Share(m.ToShare)} of {Number(m.ToKeys)} of {t.To} translate"
                + $" (measured {Moment.InstantText(t.MeasuredAt!.Value)[..16]})"
            : "    never measured: it is, when a run publishes either side and both name a key");
    }

    public static string Share(decimal? share) => share is { } s ? (s * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %" : "none";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

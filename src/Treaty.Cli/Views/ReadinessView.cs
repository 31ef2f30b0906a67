using System.Globalization;
using Treaty.Core.Doctor;

namespace Treaty.Cli.Views;

/// <summary>Whether a mesh is the right thing, and where to go on with it.</summary>
internal static class ReadinessView
{
    public static void Write(TextWriter to, ReadinessReport report)
    {
        to.WriteLine(report.Verdict);
        foreach (var point in report.Points)
        {
            to.WriteLine();
            to.WriteLine($"{(point.Leaning switch { Leaning.Mesh => "+", Leaning.Hub => "-", _ => "?" })} {point.Question}");
            to.WriteLine($"  {point.Measured ?? "nothing that was read can show it"}");
            if (point.Leaning == Leaning.Unknown) to.WriteLine($"  answer it: --answer {point.Key}=yes or {point.Key}=no");
        }
    }

    public static void WriteNext(TextWriter to, IReadOnlyList<FlowCandidate> candidates)
    {
        if (candidates.Count == 0) to.WriteLine("nothing here can be ranked: no asset lies in an area of its own");
        foreach (var (candidate, place) in candidates.Select((c, i) => (c, i + 1)))
        {
            var strength = candidate.Strength.ToString("0.00", CultureInfo.InvariantCulture);
            to.WriteLine($"{place.ToString(CultureInfo.InvariantCulture)}. {candidate.Area}: {strength} of 5");
            to.WriteLine($"   {string.Join(", ", candidate.Because)}");
            foreach (var item in candidate.ToDo) to.WriteLine($"   take up: {item}");
        }
    }
}

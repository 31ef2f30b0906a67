using Treaty.Core.Findings;
using Treaty.Core.Doctor.Signs;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor;

/// <summary>Looks for every sign in an estate and judges what the signs together say of each failure mode.</summary>
public static class Diagnose
{
    private const int WorstShown = 3;

    public static Diagnosis Run(Estate estate, DateOnly day) => Run(estate, day, SignList.All);

    public static Diagnosis Run(Estate read, DateOnly day, IReadOnlyList<Sign> signs)
    {
        var estate = OfOneName(read);
        var modes = FailureModes.All.Select(mode => Mode(estate, day, mode, [.. signs.Where(s => s.Mode == mode)])).ToList();
        return new Diagnosis(estate.Name, estate.Kind, day, Size(estate), modes) { Worst = Worst(modes) };
    }

    /// <summary>Of several assets with one name the first that is switched on is taken; the others are said to be unread.</summary>
    private static Estate OfOneName(Estate estate)
    {
        var taken = estate.Assets.GroupBy(a => a.Name).Select(g => g.FirstOrDefault(a => a.Enabled) ?? g.First()).ToList();
        if (taken.Count == estate.Assets.Count) return estate;
        var kept = taken.ToHashSet(ReferenceEqualityComparer.Instance);
        var first = taken.ToDictionary(a => a.Name, StringComparer.Ordinal);
        return estate with
        {
            Assets = taken,
            Unread = [.. estate.Unread, .. estate.Assets.Where(a => !kept.Contains(a))
                .Select(a => new Unread(a.Place, $"`{a.Name}` is also at {first[a.Name].Place}, which is taken"))],
        };
    }

    private static ModeDiagnosis Mode(Estate estate, DateOnly day, FailureMode mode, IReadOnlyList<Sign> signs)
    {
        var seen = signs.Where(s => s.CanExamine(estate)).Select(s => (Sign: s, Seen: s.Look(estate, day))).ToList();
        var observations = seen.Select(x => x.Seen).OfType<Observation>()
            .OrderByDescending(o => o.Present).ThenByDescending(o => o.Severity).ThenByDescending(o => o.Share)
            .ThenBy(o => o.Code, StringComparer.Ordinal).ToList();
        var present = observations.Where(o => o.Present).ToList();
        var weighty = present.Where(o => o.Severity > Severity.Info).ToList();
        var independent = weighty.Select(o => o.Basis).Distinct().Count();
        return new(mode, Judge(observations.Count, present, independent), Trust(estate, observations.Count, signs.Count, independent),
            independent, observations.Count, signs.Count)
        {
            Observations = observations,
            NotExamined = [.. seen.Where(x => x.Seen is null).Select(x => x.Sign).Concat(signs.Where(s => !s.CanExamine(estate)))
                .OrderBy(s => s.Kind.Code, StringComparer.Ordinal).Select(s => new NotExamined(s.Kind.Code, s.Kind.Title, s.Needs))],
        };
    }

    private static Verdict Judge(int examined, List<Observation> present, int independent) =>
        examined == 0 ? Verdict.NotExamined
        : present.Count == 0 ? Verdict.Clear
        : independent == 0 ? Verdict.Traces
        : independent >= 2 && present.Any(o => o.Severity == Severity.Error) || independent >= 3 || present.Any(IsOverwhelming)
            ? Verdict.Established
        : Verdict.Suspected;

    /// <summary>One sign is enough where nine tenths of a good many show it: that is then how the estate is.</summary>
    private static bool IsOverwhelming(Observation seen) => seen is { Severity: Severity.Error, Of: >= 20, Share: >= 0.9 };

    /// <summary>
    /// High where at least two independent signs agree, or where at least three signs of this mode were looked for and none was found, and
    /// nine tenths of the files could be read. Low where a single sign was looked for or less than half could be read.
    /// </summary>
    private static Confidence Trust(Estate estate, int examined, int known, int independent) =>
        estate.ShareRead < 0.5 || examined <= 1 ? Confidence.Low
        : estate.ShareRead >= 0.9 && (independent >= 2 || independent == 0 && examined >= Math.Min(3, known)) ? Confidence.High
        : Confidence.Medium;

    /// <summary>At most one of each failure mode, so that the three speak of different things.</summary>
    private static IReadOnlyList<Observation> Worst(IEnumerable<ModeDiagnosis> modes) =>
        [.. modes.Select(m => (Mode: m, First: m.Present.FirstOrDefault())).Where(x => x.First is { Severity: > Severity.Info })
            .OrderByDescending(x => x.First!.Severity).ThenByDescending(x => x.Mode.Verdict).ThenByDescending(x => x.First!.Share)
            .ThenByDescending(x => x.First!.Affected).ThenBy(x => x.Mode.Mode).Take(WorstShown).Select(x => x.First!)];

    private static EstateSize Size(Estate estate)
    {
        var counts = Enum.GetValues<AssetKind>().Select(kind => new Count(ByKind.Word(kind), estate.Of(kind).Count()))
            .Append(new("declared consumers", estate.Consumers.Count)).Where(c => c.Number > 0).ToList();
        var sql = estate.Assets.Select(a => a.Sql).OfType<ForeignSql>().Concat(estate.OtherSql).ToList();
        return new(counts, estate.FilesRead, estate.Unread, estate.ShareRead)
        {
            SqlTexts = sql.Count, SqlPartlyRead = sql.Count(s => s.ShareRead < 1),
        };
    }

}

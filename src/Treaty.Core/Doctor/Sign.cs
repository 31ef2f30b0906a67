using Treaty.Core.Findings;

namespace Treaty.Core.Doctor;

/// <summary>What a sign draws on. Two signs with the same basis do not confirm each other: they are counted as one.</summary>
public enum Basis { Owners, Metadata, Contracts, Checks, Access, Dates, Lineage, Sql, Identities, Literals, Names, Review, History,
    Reads, Pages, Ledger }

/// <summary>One thing to look for in an estate that speaks for a failure mode.</summary>
/// <param name="kind">Its code and title; the severity is the gravest it can have.</param>
/// <param name="needs">What the estate must be able to speak of.</param>
public abstract class Sign(FindingKind kind, FailureMode mode, Basis basis, Topic needs)
{
    public FindingKind Kind => kind;

    public FailureMode Mode => mode;

    public Basis Basis => basis;

    public Topic Needs => needs;

    /// <summary>True where this estate has what the sign needs.</summary>
    public virtual bool CanExamine(Estate estate) => estate.Can(needs);

    /// <summary>Looks at an estate as it stands on a day.</summary>
    /// <returns>What was seen; null where there was nothing to look at. <see cref="Observation.Affected"/> is 0 where all was
    /// well.</returns>
    public abstract Observation? Look(Estate estate, DateOnly day);

    /// <summary>What was seen, graver the greater the share.</summary>
    /// <param name="whole">How many were looked at.</param>
    /// <param name="evidence">What is wrong, one each; all of it, sorted here.</param>
    protected Observation Seen(int whole, IEnumerable<Evidence> evidence, string sentence, string help) =>
        Observation.Made(this, whole, [.. evidence.OrderBy(e => e.Place is null).ThenBy(e => e.Place ?? default)
            .ThenBy(e => e.Subject, StringComparer.Ordinal)], sentence, help);
}

/// <summary>A thing that can be checked by hand: its name, where it stands, what is to be seen there.</summary>
public sealed record Evidence(string Subject, SourcePlace? Place, string Note);

/// <summary>A number with its name, and what it is a part of.</summary>
public sealed record Count(string What, int Number, int? Of = null);

/// <summary>What one sign saw in one estate.</summary>
/// <param name="Affected">How many of <paramref name="Of"/> show the sign.</param>
public sealed record Observation(
    string Code, FailureMode Mode, Basis Basis, string Title, int Affected, int Of, Severity Severity, string Sentence, string Help)
{
    private const int FewAssets = 5;

    /// <summary>Numbers that split or complete the main one, in the order in which they are to be read.</summary>
    public IReadOnlyList<Count> Counts { get; init; } = [];

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public bool Present => Affected > 0;

    /// <summary>The affected share, 0 to 1.</summary>
    public double Share => Of == 0 ? 0 : Math.Min(1, (double)Affected / Of);

    /// <summary>
    /// A sign seen in less than a twentieth is a note, in less than half at most a warning: one slip in a large estate is no
    /// failure mode.
    /// </summary>
    public static Observation Made(Sign sign, int whole, IReadOnlyList<Evidence> evidence, string sentence, string help)
    {
        var seen = new Observation(sign.Kind.Code, sign.Mode, sign.Basis, sign.Kind.Title, evidence.Count, whole, Severity.Info, sentence,
            help) { Evidence = evidence };
        // In an estate of a handful, half of it is two things.
        var most = whole < FewAssets && sign.Kind.Severity == Severity.Error ? Severity.Warning : sign.Kind.Severity;
        var grade = seen.Share < 0.05 ? Severity.Info : seen.Share < 0.5 ? Severity.Warning : Severity.Error;
        return seen with { Severity = grade < most ? grade : most };
    }

    public Observation With(params IReadOnlyList<Count> counts) => this with { Counts = [.. Counts, .. counts] };

    /// <summary>As grave as said, whatever the share.</summary>
    public Observation Graded(Severity severity) => this with { Severity = severity };
}

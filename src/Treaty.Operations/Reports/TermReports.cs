using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>How far a mapping carries: distinct keys of each side, how many are on both, and their shares (0 to 1).</summary>
public sealed record MappingLine(
    string From, string To, string Relation, long FromKeys, long ToKeys, long Both, decimal? FromShare, decimal? ToShare);

/// <summary>What a word means in each context, who says so, how the meanings translate, and where they were put together.</summary>
/// <param name="Word">Null where all words were asked for.</param>
public sealed record TermsReport(
    string? Word, IReadOnlyList<TermMeaning> Meanings, IReadOnlyList<TermTranslation> Translations, IReadOnlyList<TermMixture> Mixtures,
    IReadOnlyList<Finding> Findings);

/// <summary>A word in one context.</summary>
/// <param name="Related">True where the word itself is another, and is shown because a mapping leads to it.</param>
/// <param name="DecidedBy">The teams that may define it.</param>
/// <param name="Facts">The facts that speak of it, each with the product that states it: <c>order_placed (sales.orders)</c>.</param>
public sealed record TermMeaning(
    string Context, string Domain, string Term, string Meaning, IReadOnlyList<string> Synonyms, bool Related,
        IReadOnlyList<string> DecidedBy,
    IReadOnlyList<string> Facts, SourcePlace Place);

/// <summary>A mapping, with what was last measured of it; null where it was never measured.</summary>
public sealed record TermTranslation(
    string From, string To, string Relation, string? FromKey, string? ToKey, string? FromWhen, string? ToWhen, MappingLine? Measured,
    DateTimeOffset? MeasuredAt, SourcePlace Place);

/// <summary>A place where two meanings meet: a join, or a column computed from both.</summary>
/// <param name="Column">The column computed from both; null for a join.</param>
/// <param name="Relation">How the context map relates them; null where it does not.</param>
public sealed record TermMixture(string Product, string Object, string? Column, string A, string B, string? Relation, SourcePlace Place);

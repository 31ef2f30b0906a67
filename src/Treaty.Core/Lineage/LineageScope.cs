using System.Collections.Immutable;

namespace Treaty.Core.Lineage;

/// <summary>How an expression comes about and from which columns.</summary>
internal sealed record Traced(Derivation How, ImmutableHashSet<TableColumn> From)
{
    public static readonly Traced Constant = new(Derivation.Constant, []);

    public static Traced Direct(TableColumn column) => new(Derivation.Direct, [column]);

    /// <summary>Several parts made into one value.</summary>
    public static Traced Of(IEnumerable<Traced> parts)
    {
        var all = parts.ToList();
        var how = all.Any(p => p.How is Derivation.Aggregate or Derivation.CountAll) ? Derivation.Aggregate
            : all.Any(p => p.How is not Derivation.Constant) ? Derivation.Expression : Derivation.Constant;
        return new(how, [.. all.SelectMany(p => p.From)]);
    }

    /// <summary>Either of two, as a set operation or a merged join column gives: what both are, else the graver.</summary>
    public Traced Or(Traced other) => new(
        How == other.How ? How
        : How == Derivation.Constant && other.How == Derivation.Direct || How == Derivation.Direct && other.How == Derivation.Constant
            ? Derivation.Expression
        : (Derivation)Math.Max((int)How, (int)other.How), From.Union(other.From));
}

/// <summary>A column under the name it has at this point.</summary>
internal sealed record NamedTrace(string Name, Traced Trace)
{
    public Derivation How => Trace.How;

    public ImmutableHashSet<TableColumn> From => Trace.From;

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Something in FROM: the names it answers to and its columns. An opaque one has columns nobody could list.</summary>
internal sealed record Relation(IReadOnlyList<string> Names, IReadOnlyList<NamedTrace> Columns, bool Opaque = false)
{
    public bool Is(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    public NamedTrace? Column(string name) => Columns.FirstOrDefault(c => c.Is(name));
}

/// <summary>A name of the WITH list; null columns mean it is being read just now.</summary>
internal sealed class CommonRelation(string name, Func<IReadOnlyList<NamedTrace>> read)
{
    private IReadOnlyList<NamedTrace>? _columns;

    public string Name => name;

    public IReadOnlyList<NamedTrace> Columns => _columns ??= read();
}

/// <summary>The names visible at a place: relations, columns without qualifier, earlier aliases, parameters of lambdas; then those
/// outside.</summary>
/// <param name="Relations">What FROM holds, left to right.</param>
/// <param name="Visible">Columns as `*` gives them: those merged by USING once.</param>
internal sealed record LineageScope(
    LineageScope? Outer, ImmutableList<CommonRelation> Commons, IReadOnlyList<Relation> Relations, IReadOnlyList<NamedTrace> Visible,
    ImmutableDictionary<string, Traced> Aliases, ImmutableHashSet<string> Parameters)
{
    public static readonly LineageScope Outermost = new(null, [], [], [],
        ImmutableDictionary.Create<string, Traced>(StringComparer.OrdinalIgnoreCase),
            ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>A scope with nothing in FROM yet, inside this one.</summary>
    public LineageScope Inner() => Outermost with { Outer = this, Commons = Commons };

    /// <summary>This scope with what a FROM brings.</summary>
    public LineageScope With(FromPart from) => this with { Relations = from.Relations, Visible = from.Visible };

    public LineageScope WithAlias(string name, Traced trace) => Aliases.ContainsKey(name) ? this
        : this with { Aliases = Aliases.Add(name, trace) };

    public bool IsOpaque => Relations.Any(r => r.Opaque) || (Outer?.IsOpaque ?? false);

    public CommonRelation? Common(string name) => Commons.FindLast(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a part of FROM brings in.</summary>
internal sealed record FromPart(IReadOnlyList<Relation> Relations, IReadOnlyList<NamedTrace> Visible)
{
    public static readonly FromPart Nothing = new([], []);

    public static FromPart Of(Relation relation) => new([relation], relation.Columns);
}

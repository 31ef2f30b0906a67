using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Changes;

/// <summary>Whose contract is compared: a promise to those who read an output port, or what an input port expects of its
/// provider.</summary>
public enum PortDirection { Output, Input }

/// <summary>What a change does to a promise, whoever gave it.</summary>
public enum Strength { Same, Stronger, Weaker, Different }

/// <summary>How a rule weighs the old value against the new one.</summary>
public enum Weighing
{
    /// <summary>It has no say over data: words, marks, hints.</summary>
    Words,

    /// <summary>Its being there is the promise: adding strengthens, removing weakens, another value is another promise.</summary>
    Held,

    /// <summary>It says what the data means: adding it is harmless, any other change makes another promise.</summary>
    Meaning,

    /// <summary>A link: the meaning where it leads to a definition of the business, else words.</summary>
    Definition,

    /// <summary>true promises more than false, which is also what absence means.</summary>
    Flag,

    /// <summary>An upper limit: a higher one, or none, promises less.</summary>
    Upper,

    /// <summary>A lower limit: a lower one, or none, promises less.</summary>
    Lower,

    /// <summary>A step of values: a coarser one promises more, a finer one or none less.</summary>
    Step,

    /// <summary>A value that may occur: one more promises less, one less promises more.</summary>
    Allowed,

    /// <summary>A restriction on use: adding or changing it takes something away, lifting it gives.</summary>
    Restriction,

    /// <summary>A new expectation of a column: strengthens only where the column is required.</summary>
    Column,

    /// <summary>A column's type: decimals are compared by their digits.</summary>
    Type,

    /// <summary>The threshold of a check: the set of numbers that pass is compared.</summary>
    Threshold,

    /// <summary>An error promises more than a warning.</summary>
    Severity,

    /// <summary>The value of an objective: whether more or less is better depends on the objective.</summary>
    Objective,

    /// <summary>Who may see a column: a stricter class narrows access.</summary>
    Classification,

    /// <summary>A price.</summary>
    Price,

    /// <summary>Where the contract stands in its life.</summary>
    Life,

    /// <summary>A physical name, which is a promise only where the contract names servers.</summary>
    Physical,
}

/// <summary>One line of the table of compatibility.</summary>
/// <param name="Id">Its name in reports.</param>
/// <param name="Path">A pattern over the path of a difference; the first line that matches decides.</param>
/// <param name="Weaker">What a change that promises less does, in words after the path.</param>
/// <param name="Stronger">What a change that promises more does.</param>
/// <param name="Different">What any other change does.</param>
public sealed record CompatibilityRule(string Id, string Path, Weighing Weighing, string Weaker, string Stronger, string Different)
{
    private readonly Regex _path = new(Path, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public bool Matches(string path) => _path.IsMatch(path);

    public string Words(Strength strength) => strength switch
    {
        Strength.Weaker => Weaker,
        Strength.Stronger => Stronger,
        Strength.Different => Different,
        _ => "is other words",
    };

    /// <summary>What a change means for the other side of the port. A reader suffers where less is promised, a provider where more is
    /// asked; both suffer where something else is.</summary>
    public static Compatibility For(Strength strength, PortDirection direction) => (strength, direction) switch
    {
        (Strength.Same, _) => Compatibility.Neutral,
        (Strength.Different, _) or (Strength.Weaker, PortDirection.Output) or (Strength.Stronger, PortDirection.Input) =>
            Compatibility.Breaking,
        _ => Compatibility.Compatible,
    };
}

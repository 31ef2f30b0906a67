using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>A sign that only a Treaty mesh can show.</summary>
public abstract class MeshSign(FindingKind kind, FailureMode mode, Basis basis) : Sign(kind, mode, basis, Topic.Ledger)
{
    public sealed override bool CanExamine(Estate estate) => estate.OfMesh is not null;

    public sealed override Observation? Look(Estate estate, DateOnly day) => estate.OfMesh is { } facts ? Look(facts, day) : null;

    protected abstract Observation? Look(MeshFacts facts, DateOnly day);

    protected static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

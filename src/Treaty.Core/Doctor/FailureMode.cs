namespace Treaty.Core.Doctor;

/// <summary>The eight ways in which data meshes fail.</summary>
public enum FailureMode
{
    NamedOwnership = 1,
    TablesAsProducts,
    SharedEntities,
    HiddenReconciliation,
    PlatformOverreach,
    Sprawl,
    GovernanceTheatre,
    MigrationFatigue,
}

/// <summary>What each failure mode is called and means, for people.</summary>
public static class FailureModes
{
    public static IReadOnlyList<FailureMode> All { get; } = Enum.GetValues<FailureMode>();

    public static string Title(this FailureMode mode) => mode switch
    {
        FailureMode.NamedOwnership => "named ownership without decision rights",
        FailureMode.TablesAsProducts => "tables posing as products",
        FailureMode.SharedEntities => "one shared entity across contexts",
        FailureMode.HiddenReconciliation => "hidden reconciliation",
        FailureMode.PlatformOverreach => "platform overreach",
        FailureMode.Sprawl => "topic and table sprawl",
        FailureMode.GovernanceTheatre => "governance theatre",
        _ => "migration fatigue",
    };

    public static string Meaning(this FailureMode mode) => mode switch
    {
        FailureMode.NamedOwnership => "somebody is declared owner while the means to decide sit elsewhere",
        FailureMode.TablesAsProducts => "tables are offered without contract, meaning, support or lifecycle",
        FailureMode.SharedEntities => "one customer, product or revenue is meant to serve every context",
        FailureMode.HiddenReconciliation => "differences between domains are repaired in scripts nobody governs",
        FailureMode.PlatformOverreach => "business meaning has moved into the platform's own code",
        FailureMode.Sprawl => "names and copies multiply faster than anybody reads or retires them",
        FailureMode.GovernanceTheatre => "rules stand on paper and stop nothing",
        _ => "the new has come, the old has stayed, and the work has stalled",
    };
}

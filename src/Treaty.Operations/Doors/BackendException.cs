namespace Treaty.Operations.Doors;

/// <summary>What kind of failure of the world a backend met.</summary>
public enum BackendFault { Unreachable, Refused, Conflict, Corrupt, Full, TooLarge }

/// <summary>The world failed: a disk is full, a file is gone, a store is held by another. Said in words a user can act on.</summary>
public sealed class BackendException(BackendFault fault, string message, string help, Exception? inner = null) : Exception(message, inner)
{
    public BackendFault Fault { get; } = fault;

    /// <summary>What the user can do about it.</summary>
    public string Help { get; } = help;
}

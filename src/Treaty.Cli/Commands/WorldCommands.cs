using System.CommandLine;

namespace Treaty.Cli.Commands;

/// <summary>sample, init, demo, serve.</summary>
internal static class WorldCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [];
}

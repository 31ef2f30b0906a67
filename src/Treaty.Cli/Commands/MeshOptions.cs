using System.CommandLine;
using Treaty.Core;

namespace Treaty.Cli.Commands;

/// <summary>The options every command has: which mesh, how to answer, who acts, and where named roots lie.</summary>
internal sealed class MeshOptions
{
    public Option<string> Mesh { get; } = new("--mesh") { Description = "The directory of the mesh's documents", DefaultValueFactory = _ =>
        ".", Recursive =
        true, HelpName = "DIR" };

    public Option<string> Format { get; } = AcceptOnly(
        new Option<string>("--format") { Description = "How to answer: text or json", DefaultValueFactory = _ => "text", Recursive = true,
            HelpName =
            "text|json" }, "text", "json");

    public Option<string?> As { get; } = new("--as") { Description = "The principal who acts; by default the local user", Recursive = true,
        HelpName =
        "PRINCIPAL" };

    public Option<string[]> Root { get; } = new("--root") { Description = "Where a named root of treaty.yaml lies on this machine",
        Recursive = true, HelpName =
        "NAME=DIR", AllowMultipleArgumentsPerToken = false };

    public Option<string?> Now { get; } = new("--now") { Description =
        "The instant to act at, ISO 8601, instead of the clock's (for repeatable runs)",
        Recursive = true, HelpName = "INSTANT" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Mesh, Format, As, Root, Now]) command.Options.Add(option);
    }

    private static Option<string> AcceptOnly(Option<string> option, params string[] values)
    {
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}

/// <summary>What a command was given, read once.</summary>
internal sealed record Invocation(string MeshFolder, bool Json, string By, IReadOnlyDictionary<string, string> Roots, Moment Moment)
{
    public static Invocation Of(ParseResult parsed, MeshOptions options, TimeProvider clock)
    {
        var roots = (parsed.GetValue(options.Root) ?? []).Select(text => text.Split('=', 2))
            .Select(parts => parts.Length == 2 && parts[0] != "" ? parts
                : throw new UsageException($"`--root {string.Join('=', parts)}` is not NAME=DIR"))
            .ToDictionary(parts => parts[0], parts => Path.GetFullPath(parts[1]), StringComparer.Ordinal);
        return new(Path.GetFullPath(parsed.GetValue(options.Mesh)!), parsed.GetValue(options.Format) == "json",
            parsed.GetValue(options.As) ?? Environment.UserName, roots, new Moment(Now(parsed.GetValue(options.Now), clock), 0));
    }

    private static DateTimeOffset Now(string? text, TimeProvider clock)
    {
        if (text is null) return clock.GetUtcNow();
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var now)
            ? now.ToUniversalTime() : throw new UsageException($"`--now {text}` is no instant such as 2026-01-31T09:30:00Z");
    }
}

/// <summary>The command line cannot be understood; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);

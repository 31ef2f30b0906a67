using System.CommandLine;
using System.Globalization;
using Treaty.Backends.Files;
using Treaty.Cli.Views;
using Treaty.Operations.Doctor;

namespace Treaty.Cli.Commands;

/// <summary>doctor.</summary>
internal static class DoctorCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Doctor(mesh)];

    private static Command Doctor(MeshCommand mesh)
    {
        var path = new Argument<string>("path") { Description = "The estate: a dbt project, ODCS or ODPS documents, an inventory in CSV, or a mesh",
            DefaultValueFactory = _ => ".", HelpName = "PATH" };
        var asOf = new Option<string?>("--as-of") { Description = "The day to judge on; by default today", HelpName = "DAY" };
        var command = new Command("doctor", "Examine a data estate for the ways in which data meshes fail, with evidence") { path, asOf };
        command.SetAction((parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var progress = mesh.Terminal.Interactive ? new Progress<string>(text => mesh.Terminal.Error.WriteLine(text)) : null;
            var report = new RunDoctor(new EstateFolder()).Run(new(Path.GetFullPath(parsed.GetValue(path)!),
                Day(parsed.GetValue(asOf)) ?? invocation.Moment.Day), progress, cancel);
            mesh.Answer(invocation, report, DiagnosisView.Write);
            return Task.FromResult(MeshCommand.Done);
        });
        return command;
    }

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"`--as-of {text}` is no day such as 2026-01-31");
}

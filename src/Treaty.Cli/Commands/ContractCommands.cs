using System.CommandLine;
using System.Text;
using Treaty.Backends.Databases;
using Treaty.Backends.DuckDb;
using Treaty.Backends.Files;
using Treaty.Cli.Views;
using Treaty.Core.Contracts.Formats;
using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Operations.Contracts;
using Treaty.Operations.Meshes;

namespace Treaty.Cli.Commands;

/// <summary>contract check, diff, show, import, export: single documents, no mesh needed; contract status and history: of a
/// product in force.</summary>
internal static class ContractCommands
{
    public static Command Of(MeshCommand mesh)
    {
        var command = new Command("contract", "Work with contracts and products as documents, with or without a mesh");
        foreach (var sub in new[] { Check(mesh), Diff(mesh), Show(mesh), Import(mesh), Export(mesh), Status(mesh), History(mesh) })
            command.Subcommands.Add(sub);
        return command;
    }

    private static Command Status(MeshCommand mesh)
    {
        var product = new Argument<string>("product") { Description = "The product, such as sales.orders", HelpName = "PRODUCT" };
        var command = new Command("status",
            "Say clause by clause what holds a product's contract, what it measured last and what it last held back") { product };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var report = await reading.ContractStatusAsync(parsed.GetValue(product)!, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, ContractStatusView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command History(MeshCommand mesh)
    {
        var product = new Argument<string>("product") { Description = "The product, such as sales.orders", HelpName = "PRODUCT" };
        var from = ReadCommands.Text("--from", "The older edition; by default the one before the newer", "EDITION");
        var to = ReadCommands.Text("--to", "The newer edition; by default the newest", "EDITION");
        var command = new Command("history",
            "List the editions of a product's contract that were in force, and say what changed between two of them and whom it breaks")
        {
            product, from, to,
        };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var report = await reading.ContractHistoryAsync(parsed.GetValue(product)!, parsed.GetValue(from), parsed.GetValue(to), cancel)
                .ConfigureAwait(false);
            mesh.Answer(invocation, report, ContractHistoryView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Check(MeshCommand mesh)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Contracts (ODCS 2.2 to 3.2) and products (ODPS 1.0, 1.1): files, folders, globs",
                Arity = ArgumentArity.OneOrMore, HelpName = "FILE",
        };
        var command = new Command("check", "Hold documents against the standard each names; exit code 1 where one breaks it") { files };
        command.SetAction((parsed, cancel) =>
        {
            var report = CheckContracts.Run(parsed.GetValue(files)!, cancel);
            mesh.Answer(mesh.Read(parsed), report, ContractView.Write);
            return Task.FromResult(report.Succeeded ? MeshCommand.Done : MeshCommand.Refused);
        });
        return command;
    }

    private static Command Diff(MeshCommand mesh)
    {
        var before = new Argument<string>("old") { Description = "The version that is in use", HelpName = "OLD" };
        var after = new Argument<string>("new") { Description = "The version that is to replace it", HelpName = "NEW" };
        var port = new Option<string>("--port")
        {
            Description = "Whose contract it is: output is a promise to readers, input an expectation of a provider",
                DefaultValueFactory = _ => "output",
            HelpName = "output|input",
        };
        port.AcceptOnlyFromAmong("output", "input");
        var command = new Command("diff",
            "Say what changed between two versions, whom it breaks, and which version it asks for; exit code 1 where a breaking change keeps the major version")
        {
            before, after, port,
        };
        command.SetAction(parsed =>
        {
            var report = CompareContracts.Run(parsed.GetValue(before)!, parsed.GetValue(after)!, parsed.GetValue(port) == "input"
                ? PortDirection.Input : PortDirection.Output);
            mesh.Answer(mesh.Read(parsed), report, ContractView.Write);
            return report.Succeeded ? MeshCommand.Done : MeshCommand.Refused;
        });
        return command;
    }

    private static Command Show(MeshCommand mesh)
    {
        var file = new Argument<string>("file") { Description = "A contract", HelpName = "FILE" };
        var command = new Command("show",
            "Show a contract as a person reads it, and what Treaty does with each clause it makes use of") { file };
        command.SetAction(parsed =>
        {
            var report = ShowContract.Run(parsed.GetValue(file)!);
            mesh.Answer(mesh.Read(parsed), report, ContractPageView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        });
        return command;
    }

    private static readonly Dictionary<string, ContractFormat> Sources = new(StringComparer.Ordinal)
    {
        ["csv"] = ContractFormat.Csv, ["ndjson"] = ContractFormat.Ndjson, ["parquet"] = ContractFormat.Parquet,
        ["json-schema"] = ContractFormat.JsonSchema, ["avro"] = ContractFormat.Avro, ["dbt"] = ContractFormat.Dbt,
    };

    private static readonly Dictionary<string, ContractFormat> Targets = new(StringComparer.Ordinal)
    {
        ["json-schema"] = ContractFormat.JsonSchema, ["avro"] = ContractFormat.Avro, ["dbt"] = ContractFormat.Dbt,
        ["postgres-ddl"] = ContractFormat.PostgresDdl, ["odcs"] = ContractFormat.Odcs,
    };

    private static Command Import(MeshCommand mesh)
    {
        var source = new Argument<string>("source")
        {
            Description = "CSV, NDJSON, Parquet, JSON Schema, Avro schema, dbt manifest or model properties; CONNECTION:TABLE of a connection in treaty.yaml", HelpName = "SOURCE",
        };
        var from = new Option<string?>("--from") { Description = "What the source is, where it does not say so itself",
            HelpName = string.Join('|', Sources.Keys) };
        from.AcceptOnlyFromAmong([.. Sources.Keys]);
        var id = new Option<string?>("--id") { Description = "The contract's id; by default the source's name", HelpName = "ID" };
        var model = new Option<string[]>("--model") { Description = "A model to take, of a source that holds many; may be given again",
            HelpName = "NAME" };
        var (to, force) = Writing();
        var command = new Command("import",
            "Draft a contract from what describes the data already; what only a person can answer stands in it as comments")
        {
            source, from, id, model, to, force,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var request = new ImportRequest(parsed.GetValue(source)!, parsed.GetValue(from) is { } word ? Sources[word]
                : null, parsed.GetValue(id), parsed.GetValue(model) ?? []);
            var report = await ImportAsync(request, mesh.Read(parsed), cancel).ConfigureAwait(false);
            return Deliver(mesh, parsed, report, report.Contract, report.Findings, parsed.GetValue(to), parsed.GetValue(force));
        });
        return command;
    }

    /// <summary>A table of a database is named by a connection of treaty.yaml; anything else is a file.</summary>
    private static ValueTask<ImportReport> ImportAsync(ImportRequest request, Invocation invocation, CancellationToken cancel)
    {
        var parts = request.Source.Split(':', 2);
        if (parts.Length == 1
            || File.Exists(request.Source)) return new ImportContract(new DuckDbEngine(), new FileFeed()).RunAsync(request, cancel);
        var settings = CheckMesh.Documents(invocation.MeshFolder).Mesh.Settings;
        return new ImportTables(new DatabaseFeed()).RunAsync(request.Source, settings.Connection(parts[0]), request.Id, cancel);
    }

    private static Command Export(MeshCommand mesh)
    {
        var file = new Argument<string>("file") { Description = "A contract of ODCS 2.2 to 3.2", HelpName = "FILE" };
        var to = new Option<string>("--to") { Description = "The format; odcs is ODCS 3.1", Required = true,
            HelpName = string.Join('|', Targets.Keys) };
        to.AcceptOnlyFromAmong([.. Targets.Keys]);
        var (output, force) = Writing();
        var command = new Command("export", "Write a contract in another format, or as ODCS 3.1") { file, to, output, force };
        command.SetAction(parsed =>
        {
            var report = ExportContract.Run(parsed.GetValue(file)!, Targets[parsed.GetValue(to)!]);
            return Deliver(mesh, parsed, report, report.Text, report.Findings, parsed.GetValue(output), parsed.GetValue(force));
        });
        return command;
    }

    private static (Option<string?> Out, Option<bool> Force) Writing() =>
        (new Option<string?>("--out") { Description = "The file to write; by default the terminal", HelpName = "FILE" },
            new Option<bool>("--force") { Description = "Write over a file that stands there" });

    /// <summary>The text goes where it can be piped, what is to be said about it beside it.</summary>
    private static int Deliver<T>(MeshCommand mesh, ParseResult parsed, T report, string? text, IReadOnlyList<Finding> findings,
        string? file, bool force)
    {
        var invocation = mesh.Read(parsed);
        if (file is not null && text is not null && File.Exists(file) && !force)
        {
            findings = [.. findings,
                FormatFindings.Standing.At(new(file, 1, 1), $"`{file}` stands there already",
                    "name another file, or write over it with --force")];
            text = null;
        }
        if (text is not null && file is not null) File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (invocation.Json) mesh.Answer(invocation, report, (_, _) => { });
        else
        {
            FindingView.Write(mesh.Terminal.Error, findings);
            if (text is not null && file is null) mesh.Terminal.Out.Write(text);
        }
        return text is null || findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using Treaty.Backends.Keys;
using Treaty.Operations.Doors;

namespace Treaty.Cli.Commands;

/// <summary>The command line of treaty. Exit codes: 0 done, 1 an error-severity finding or a refusal, 2 could not run.</summary>
internal static class TreatyCommand
{
    private const int CouldNotRun = 2;

    private const string Welcome =
        """
        Treaty: a federated data platform with a constitution. Domains publish facts they can assert, enterprise
        numbers are built by explicit reconciliation, and every difference between two totals is a bridge that adds up.

          treaty demo                               make a sample company, run it, open the console
          treaty sample order-to-cash DIR           write the sample mesh and its data
          treaty init FILE…                         draft a mesh around your own files
          treaty check --mesh DIR                   say what is wrong with the documents
          treaty contract check FILE…               hold contracts against the open standards
          treaty plan --mesh DIR                    what would change, and whose decision that is
          treaty run --mesh DIR                     publish, reconcile and compare what is due
          treaty catalog --mesh DIR                 the products: whose they are, how fresh, how good
          treaty quarantine --mesh DIR              which rows were held back, why, and from where
          treaty discrepancies --mesh DIR           what did not align, and who answers for it
          treaty cases --mesh DIR                   the same by probable cause: one broken file is one case
          treaty proposals --mesh DIR               rows that may belong together, and why that was not confirmed
          treaty bridge A B --mesh DIR              walk from total A to total B
          treaty close 2026-01 --mesh DIR           close a period: one prepares, another signs
          treaty explain PRODUCT KEY --mesh DIR     where each value of a row came from
          treaty query "select …" --mesh DIR        read published products
          treaty terms customer --mesh DIR          what a word means, context by context
          treaty audit --mesh DIR                   who did and decided what, and when
          treaty maintain compact --mesh DIR        merge small files of the lake; vacuum deletes what nothing needs
          treaty doctor PATH                        what is wrong with an estate, also a dbt project
          treaty serve --mesh DIR                   the console

        Every command explains itself with --help.
        """;

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        if (args.Length == 0)
        {
            terminal.Out.WriteLine(Welcome);
            return MeshCommand.Done;
        }
        var root = Root(new MeshOptions(), terminal);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) terminal.Error.WriteLine($"treaty: {error.Message}");
            terminal.Error.WriteLine($"  help: see `treaty {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(1))} --help`");
            return CouldNotRun;
        }
        return await GuardAsync(parsed, terminal).ConfigureAwait(false);
    }

    /// <summary>Every command there is.</summary>
    public static RootCommand Root(MeshOptions options, Terminal terminal)
    {
        var root = new RootCommand("Treaty: a federated data platform with a constitution");
        options.AddTo(root);
        var mesh = new MeshCommand(options, terminal, terminal.Keys ?? KeyFolder.OfUser());
        foreach (var command in RunCommands.All(mesh).Concat(CatalogCommands.All(mesh)).Concat(ReadCommands.All(mesh))
            .Concat(WorldCommands.All(mesh)).Concat(ServeCommands.All(mesh)).Concat(PlanCommands.All(mesh)).Concat(DoctorCommands.All(mesh))
            .Concat(AuditCommands.All(mesh)).Append(TermCommands.Of(mesh))
            .Append(ContractCommands.Of(mesh)).Append(MaintainCommands.Of(mesh))
            .Append(QuarantineCommand.Of(mesh))) root.Subcommands.Add(command);
        return root;
    }

    private static async Task<int> GuardAsync(ParseResult parsed, Terminal terminal)
    {
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Out, Error =
                terminal.Error,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (BackendException e)
        {
            terminal.Error.WriteLine($"treaty: {e.Message}");
            terminal.Error.WriteLine($"  help: {e.Help}");
            return CouldNotRun;
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine($"treaty: {e.Message}");
            return CouldNotRun;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("treaty: stopped; what was published before stays, nothing is half-done, and running it again goes on from there");
            return CouldNotRun;
        }
        catch (IOException e)
        {
            terminal.Error.WriteLine($"treaty: {e.Message}");
            terminal.Error.WriteLine("  help: check free disk space and permissions, then run again; nothing half-done is visible");
            return CouldNotRun;
        }
    }
}

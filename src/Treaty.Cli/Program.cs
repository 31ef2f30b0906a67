using Treaty.Cli.Commands;

return await TreatyCommand.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);

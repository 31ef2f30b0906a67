using Treaty.Cli.Commands;

Console.OutputEncoding = System.Text.Encoding.UTF8;
var terminal = new Terminal(Console.Out, Console.Error, TimeProvider.System, !Console.IsErrorRedirected
    && Environment.GetEnvironmentVariable("TERM") != "dumb");
return await TreatyCommand.RunAsync(args, terminal).ConfigureAwait(false);

using System.Globalization;
using Treaty.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["child", "publish-treaty", var folder] => Child.Answer(await PublishInTreaty.RunAsync(folder)),
    ["child", "publish-sql", var folder] => Child.Answer(await PublishByHand.RunAsync(folder)),
    ["child", "run", var folder] => Child.Answer(await SampleRun.RunAsync(folder)),
    ["publish", ..] => Results.Append(Options.Read(args), new PublishBenchmark(Options.Read(args)).Run()),
    ["run", ..] => Results.Append(Options.Read(args), new RunBenchmark(Options.Read(args)).Run()),
    ["check", ..] => Results.Append(Options.Read(args), new CheckBenchmark(Options.Read(args)).Run()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("publish|run|check --date YYYY-MM-DD --machine NAME [--rows N] [--times N] [--scale N] [--products N] [--memory 2GB] [--work DIR]");
    return 2;
}

using System.Globalization;
using Treaty.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["child", "publish-treaty", var folder] => Child.Answer(await PublishInTreaty.RunAsync(folder)),
    ["child", "publish-sql", var folder] => Child.Answer(await PublishByHand.RunAsync(folder)),
    ["child", "conformance-treaty", var folder] => Child.Answer(await PublishInTreaty.OrdersAsync(folder)),
    ["child", "conformance-sql", var folder] => Child.Answer(await ConformanceByHand.RunAsync(folder)),
    ["child", "append", var folder] => Child.Answer(await Appends.RunAsync(folder)),
    ["child", "run", var folder] => Child.Answer(await SampleRun.RunAsync(folder)),
    ["child", "identical-raw", var folder] => Child.Answer(await CompareChild.RawAsync(folder, diff: false)),
    ["child", "identical-treaty", var folder] => Child.Answer(await CompareChild.IdenticalAsync(folder)),
    ["child", "diff-raw", var folder] => Child.Answer(await CompareChild.RawAsync(folder, diff: true)),
    ["child", "diff-treaty", var folder] => Child.Answer(await CompareChild.DiffAsync(folder)),
    ["child", "replay", var folder] => Child.Answer(await SourcesBenchmark.ReplayAsync(folder)),
    ["child", "window-treaty", var folder] => Child.Answer(await CompareChild.WindowAsync(folder)),
    ["identical", ..] => Results.Append(Options.Read(args), new CompareBenchmark(Options.Read(args)).Identical()),
    ["diff", ..] => Results.Append(Options.Read(args), new CompareBenchmark(Options.Read(args)).Diff()),
    ["window", ..] => Results.Append(Options.Read(args), new CompareBenchmark(Options.Read(args)).Window()),
    ["increment", ..] => Results.Append(Options.Read(args), new IncrementBenchmark(Options.Read(args)).Run()),
    ["child", "crash", var folder, var seed] => await CrashBenchmark.WorkAsync(folder, int.Parse(seed, CultureInfo.InvariantCulture)),
    ["publish", ..] => Results.Append(Options.Read(args), new PublishBenchmark(Options.Read(args)).Run()),
    ["conformance", ..] => Results.Append(Options.Read(args), new ConformanceBenchmark(Options.Read(args)).Run()),
    ["append", ..] => Results.Append(Options.Read(args), new AppendBenchmark(Options.Read(args)).Run()),
    ["run", ..] => Results.Append(Options.Read(args), new RunBenchmark(Options.Read(args)).Run()),
    ["check", ..] => Results.Append(Options.Read(args), new CheckBenchmark(Options.Read(args)).Run()),
    ["queue", ..] => Results.Append(Options.Read(args), await new QueueBenchmark(Options.Read(args)).RunAsync()),
    ["plan", ..] => Results.Append(Options.Read(args), new PlanBenchmark(Options.Read(args)).Run()),
    ["contract", ..] => Results.Append(Options.Read(args), new ContractBenchmark(Options.Read(args), Options.File(args)).Run()),
    ["doctor", ..] => Results.Append(Options.Read(args), new DoctorBenchmark(Options.Read(args)).Run()),
    ["sources", ..] => Results.Append(Options.Read(args), await new SourcesBenchmark(Options.Read(args), Options.Number(args, "commits", 5_000),
        Options.Number(args, "files", 50_000), Options.Text(args, "postgres")).RunAsync()),
    ["crash", ..] => Results.Append(Options.Read(args), await new CrashBenchmark(Options.Read(args), Options.Number(args, "kills", 500), Options.Number(args, "seed", 42)).RunAsync()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("publish|conformance|append|run|check|plan|queue|contract|identical|diff|window|increment|doctor|sources|crash --date YYYY-MM-DD --machine NAME [--rows N] [--times N] [--scale N] [--products N] [--memory 2GB] [--side treaty] [--work DIR] [--file CONTRACT] [--commits N] [--files N] [--postgres HOST:PORT:DATABASE:USER] [--kills N] [--seed N]");
    return 2;
}

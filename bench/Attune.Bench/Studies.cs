using System.Globalization;
using System.Runtime.InteropServices;

namespace Attune.Bench;

/// <summary>The benchmarks of whole processes: reads their options, runs them and writes the report with the machine it was made on.</summary>
static class Studies
{
    internal static int Rivals(string[] args)
    {
        var options = Options(args);
        var tasks = options.TryGetValue("tasks", out var named) ? named.Split(',') : [.. Rival.All.Select(r => r.Task)];
        var run = new RivalRun(options.GetValueOrDefault("python", "python3"), Work(options), Rounds(options));
        return Write(run.Run([.. tasks.Select(t => Rival.All.Single(r => r.Task == t))], options.GetValueOrDefault("ratings")), options);
    }

    internal static int Curves(string[] args)
    {
        var options = Options(args);
        return Write(new CurveRun(Work(options), Rounds(options)).Run(), options);
    }

    internal static int Growth(string[] args)
    {
        var options = Options(args);
        return Write(new GrowthRun(Work(options), options.GetValueOrDefault("energy", "none"), options.GetValueOrDefault("tree")).Run(Sizes(options, GrowthRun.Sizes), Models(options, GrowthTask.Models)), options);
    }

    internal static int Selection(string[] args)
    {
        var options = Options(args);
        return Write(new SelectionRun(Work(options), Rounds(options)).Run(), options);
    }

    internal static int Evaluation(string[] args)
    {
        var options = Options(args);
        return Write(EvaluationRun.Run(Rounds(options)), options);
    }

    internal static int Torch(string[] args)
    {
        var options = Options(args);
        return Write(new TorchRun(options.GetValueOrDefault("python", "python3"), Rounds(options)).Run(), options);
    }

    internal static int Losses(string[] args)
    {
        var options = Options(args);
        return Write(new LossesRun(options.GetValueOrDefault("python", "python3"), Rounds(options)).Run(options.GetValueOrDefault("tasks")), options);
    }

    internal static int Serving(string[] args)
    {
        var options = Options(args);
        return Write(new ServingRun(Work(options), Rounds(options)).Run(options.GetValueOrDefault("tasks")), options);
    }

    internal static async Task<int> FeedAsync(string[] args)
    {
        var options = Options(args);
        var broker = Environment.GetEnvironmentVariable("ATTUNE_BENCH_RABBIT") ?? throw new ArgumentException("ATTUNE_BENCH_RABBIT must name the broker, as amqp://guest:guest@127.0.0.1:5672.");
        return Write(await new FeedRun(broker, Work(options), Rounds(options)).RunAsync(Environment.GetEnvironmentVariable("ATTUNE_BENCH_POSTGRES")), options);
    }

    internal static int Faults(string[] args)
    {
        var options = Options(args);
        return Write(new FaultRun(Work(options), int.Parse(options.GetValueOrDefault("rounds", "50"), CultureInfo.InvariantCulture)).Run(), options);
    }

    internal static int Retraining(string[] args)
    {
        var options = Options(args);
        return Write(new RetrainingRun(Work(options)).Run(), options);
    }

    internal static int Modules(string[] args)
    {
        var options = Options(args);
        return Write(new ModulesRun(options.GetValueOrDefault("python", "python3"), Work(options), Rounds(options)).Run(), options);
    }

    internal static int Collaborative(string[] args)
    {
        var options = Options(args);
        return Write(new CollaborativeRun(options.GetValueOrDefault("python", "python3"), Work(options), Rounds(options)).Run(), options);
    }

    internal static int Ctr(string[] args)
    {
        var options = Options(args);
        return Write(new CtrRun(options.GetValueOrDefault("python", "python3"), Work(options), Rounds(options)).Run(), options);
    }

    internal static int Rows(string[] args)
    {
        var options = Options(args);
        return Write(new RowsRun(Work(options)).Run(Sizes(options, RowsRun.Sizes), Models(options, RowsRun.Models)), options);
    }

    internal static int BuyAgain(string[] args)
    {
        var options = Options(args);
        return Write(new BuyAgainRun(Work(options)).Run(Sizes(options, BuyAgainRun.Sizes), Models(options, BuyAgainRun.Models)), options);
    }

    internal static int Cadence(string[] args) => Write(CadenceRun.Run(), Options(args));

    internal static int Mixers(string[] args)
    {
        var options = Options(args);
        return Write(new MixersRun(Rounds(options)).Run(), options);
    }

    internal static int Link(string[] args)
    {
        var options = Options(args);
        return Write(new LinkRun(Work(options), Rounds(options)).Run(), options);
    }

    internal static int Lists(string[] args)
    {
        var options = Options(args);
        return Write(new ListsRun(options.GetValueOrDefault("python", "python3"), Work(options), Rounds(options)).Run(), options);
    }

    static Dictionary<string, string> Options(string[] args)
    {
        string[] known = ["out", "work", "rounds", "tasks", "python", "ratings", "sizes", "models", "energy", "tree"];
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(args[i][2..]))
                throw new ArgumentException($"'{args[i]}' is no option with a value; there are {string.Join(", ", known.Select(k => "--" + k))}.");
            options[args[i][2..]] = args[i + 1];
        }
        return options;
    }

    static string Work(Dictionary<string, string> options) => options.GetValueOrDefault("work", Path.Combine(Path.GetTempPath(), "attune-bench"));

    static int[] Sizes(Dictionary<string, string> options, int[] usual) => options.TryGetValue("sizes", out var named) ? [.. named.Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture))] : usual;

    static string[] Models(Dictionary<string, string> options, string[] usual) => options.TryGetValue("models", out var named) ? named.Split(',') : usual;

    static int Rounds(Dictionary<string, string> options) => int.Parse(options.GetValueOrDefault("rounds", "5"), CultureInfo.InvariantCulture);

    static int Write(Report report, Dictionary<string, string> options)
    {
        report = report with { Facts = [new Fact("machine", Machine()), new Fact("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}")] };
        if (options.TryGetValue("out", out var path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, report.ToMarkdown());
            File.WriteAllText(Path.ChangeExtension(path, ".html"), report.ToHtml());
        }
        Console.WriteLine(report.ToMarkdown());
        return 0;
    }

    static string Machine()
    {
        const string Facts = "/proc/cpuinfo";
        var name = File.Exists(Facts) ? File.ReadLines(Facts).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
        return $"{name ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB";
    }
}

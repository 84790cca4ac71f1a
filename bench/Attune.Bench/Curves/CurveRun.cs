using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// How time and memory grow: every task at 1 to 20 million interactions (15,333 users and as many interactions more for each million, 27,000 items) and at
/// 16 to 256 factors. Each point is the median of several processes.
/// </summary>
sealed class CurveRun(string work, int rounds)
{
    static readonly int[] Millions = [1, 2, 5, 10, 20];
    static readonly int[] Widths = [16, 32, 64, 128, 256];

    internal Report Run()
    {
        var sizes = CurveTask.All.Select(task => (Task: task, Points: Millions.Select(m => Measure(task, Folder(m), 64)).ToArray())).ToArray();
        var widths = new[] { "als", "bpr", "top-n" }.Select(task => (Task: task, Points: Widths.Select(f => Measure(task, Folder(5), f)).ToArray())).ToArray();
        return new Report("Cost curves")
        {
            Lead = $"Seconds and peak memory of whole processes on two threads, median of {rounds}. The exponent is the slope of a line through the points on logarithmic axes: 1 is linear. "
                + "als and bpr: one iteration, one epoch; read: a text file of user,item,rating,timestamp into a matrix; item-knn: 100 neighbors; top-n: lists of 10 for all users.",
            Sections = [Curve("Interactions, in millions (64 factors)", Millions, sizes), Curve("Factors (5 million interactions)", Widths, widths)],
        };
    }

    readonly record struct Point(double Seconds, double Bytes);

    static Section Curve(string heading, int[] at, (string Task, Point[] Points)[] tasks) => new(heading)
    {
        Charts =
        [
            new Chart.Lines("Seconds", [.. tasks.Select(t => new Chart.Line(t.Task, [.. at.Zip(t.Points, (x, p) => ((double)x, p.Seconds))]))]) { Subtitle = heading },
            new Chart.Lines("Peak memory, GB", [.. tasks.Select(t => new Chart.Line(t.Task, [.. at.Zip(t.Points, (x, p) => ((double)x, p.Bytes / 1e9))]))]) { Subtitle = heading },
        ],
        Tables =
        [
            new Table(["task", .. at.Select(x => new Column($"{x}: s", ValueFormat.Number)), new("exponent", ValueFormat.Number)],
                tasks.Select(t => (IReadOnlyList<Cell>)[t.Task, .. t.Points.Select(p => (Cell)p.Seconds), Exponent(at, t.Points, p => p.Seconds)])) { Caption = "Seconds" },
            new Table(["task", .. at.Select(x => new Column($"{x}: GB", ValueFormat.Number)), new("exponent", ValueFormat.Number)],
                tasks.Select(t => (IReadOnlyList<Cell>)[t.Task, .. t.Points.Select(p => (Cell)(p.Bytes / 1e9)), Exponent(at, t.Points, p => p.Bytes)])) { Caption = "Peak memory" },
        ],
    };

    static double Exponent(int[] at, Point[] points, Func<Point, double> value)
    {
        var (x, y) = (at.Select(a => Math.Log(a)).ToArray(), points.Select(p => Math.Log(value(p))).ToArray());
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }

    Point Measure(string task, string folder, int factors)
    {
        Console.Error.WriteLine($"{task}, {Path.GetFileName(folder)}, {factors} factors");
        var points = Enumerable.Range(0, rounds).Select(_ => Child(task, folder, factors)).ToArray();
        return new Point(points.Select(p => p.Seconds).Order().ElementAt(rounds / 2), points.Max(p => p.Bytes));
    }

    static Point Child(string task, string folder, int factors)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["curve", task, folder, Vocabulary.Canonical(factors)]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<Point>(text, JsonSerializerOptions.Web)
            : throw new InvalidOperationException($"The task {task} ended with {process.ExitCode}.");
    }

    string Folder(int millions)
    {
        var folder = Path.Combine(work, $"{millions} million");
        if (File.Exists(Path.Combine(folder, "rows.csv"))) return folder;
        var matrix = PowerLaw.Matrix(15_333 * millions, 27_000, 1_000_000L * millions);
        RivalFiles.Write(matrix, folder);
        WriteRows(matrix, Path.Combine(folder, "rows.csv"));
        return folder;
    }

    // As a shop's log would have them: in the order of time, so users are scattered.
    static void WriteRows(CsrMatrix matrix, string path)
    {
        var users = PowerLaw.Data(matrix).Events.Users.ToArray();
        var order = Enumerable.Range(0, matrix.Count).ToArray();
        var stream = ((Seed)1).Stream();
        stream.Shuffle(order.AsSpan());
        using var file = new StreamWriter(path, false, new System.Text.UTF8Encoding(false), 1 << 20);
        file.WriteLine("user,item,rating,timestamp");
        for (var (i, time) = (0, 1_000_000_000L); i < order.Length; i++)
        {
            var e = order[i];
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{users[e]},{matrix.ColumnIndices[e]},{1 + e % 9 * 0.5},{time += 1 + e % 7}"));
        }
    }
}

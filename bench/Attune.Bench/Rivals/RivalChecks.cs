using Attune.Numerics;

namespace Attune.Bench;

/// <summary>Whether both sides of a comparison did the same work equally well, by one measure for both.</summary>
static class RivalChecks
{
    const int Width = 64;

    /// <summary>"ours against theirs" in words and numbers, or empty where there is nothing to hold against each other.</summary>
    internal static string Of(string task, string folder) => task switch
    {
        "als" or "als-cholesky" => Text("loss", side => AlsLoss(folder, task, side)),
        "bpr" => Text("mean −ln σ of a million fresh pairs", side => BprLoss(folder, side)),
        "top-n" => TopNText(folder),
        _ => "",
    };

    static string Text(string what, Func<string, double> measure) => FormattableString.Invariant($"{what} {measure("ours"):F6} against {measure("theirs"):F6}");

    static double AlsLoss(string folder, string task, string side)
    {
        var (users, items) = Factors(folder, task, side);
        return Loss(RivalFiles.Read(folder), users, items);
    }

    static double Loss(CsrMatrix weights, float[] users, float[] items)
    {
        var confidences = weights.Map(w => 2 * w);
        return new AlsSolver(new Als { Factors = Width, Regularization = 0.05, Alpha = 2 }, confidences, confidences.Transpose(), FitContext.Default).Loss(users, items);
    }

    static double BprLoss(string folder, string side)
    {
        var matrix = RivalFiles.Read(folder);
        var (users, items) = Factors(folder, "bpr", side);
        var width = users.Length / matrix.Rows;
        var stream = ((Seed)7).Stream();
        var loss = 0.0;
        const int Pairs = 1_000_000;
        var owners = PowerLaw.Data(matrix).Events.Users.ToArray();
        for (var p = 0; p < Pairs; p++)
        {
            var e = stream.NextInt(matrix.Count);
            var user = owners[e];
            var rival = stream.NextInt(matrix.Columns);
            while (matrix.Row(user).BinarySearch(rival) >= 0) rival = stream.NextInt(matrix.Columns);
            var x = users.AsSpan(user * width, width);
            var difference = Vectors.Dot(x, items.AsSpan(matrix.ColumnIndices[e] * width, width)) - Vectors.Dot(x, items.AsSpan(rival * width, width));
            loss += Math.Log(1 + Math.Exp(-difference));
        }
        return loss / Pairs;
    }

    static string TopNText(string folder)
    {
        var (ours, theirs) = (RivalFiles.Read<int>(Path.Combine(folder, "ours-top-n.i32")), RivalFiles.Read<int>(Path.Combine(folder, "theirs-top-n.i32")));
        var equal = Enumerable.Range(0, ours.Length).Count(i => ours[i] == theirs[i]);
        return FormattableString.Invariant($"{100.0 * equal / ours.Length:F3} % of the places equal");
    }

    static (float[] Users, float[] Items) Factors(string folder, string task, string side) =>
        (RivalFiles.Read<float>(Path.Combine(folder, $"{side}-{task}-users.f32")), RivalFiles.Read<float>(Path.Combine(folder, $"{side}-{task}-items.f32")));
}

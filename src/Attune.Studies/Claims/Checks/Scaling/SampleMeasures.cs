using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Samples and thinned parts of a made-up world whose users have 1 to 400 events.</summary>
static class SampleMeasures
{
    const int Users = 600, Items = 900, Heavy = 200;

    static readonly int[] s_sizes = [300, 2_000, 10_000];

    static readonly SampleBy[] s_ways = Enum.GetValues<SampleBy>();

    internal static double Missed()
    {
        var data = World();
        return s_ways.SelectMany(by => s_sizes.Select(size => Math.Abs(SizedSample.OfSize(data, size, by).Data.Count - size))).Max();
    }

    internal static double Shares() => Shares(SampleBy.User);

    // In samples of a few hundred one event more or less is a share already.
    internal static double Shares(SampleBy by)
    {
        var data = World();
        return s_sizes.Skip(1).Max(size =>
        {
            var sample = SizedSample.OfSize(data, size, by).Data;
            return Enumerable.Range(0, data.Users.Count).Where(u => data.Sequence(u).Length >= Heavy)
                .Max(u => Math.Abs((double)sample.Sequence(sample.Users.IndexOf(data.Users[u])).Length / sample.Count - (double)data.Sequence(u).Length / data.Count));
        });
    }

    internal static double Moved()
    {
        var (data, factors) = (World(), new SampleFactors());
        return s_ways.SelectMany(by => s_sizes.Select(size =>
        {
            var first = Pairs(SizedSample.OfSize(data, size, by, 42, factors).Data);
            return Pairs(SizedSample.OfSize(data, size, by, 42, factors).Data).Except(first).Count() + Pairs(SizedSample.OfSize(data, size, by).Data).Except(first).Count();
        })).Max();
    }

    internal static double NotNested()
    {
        var data = World();
        return new Func<int, Dataset>[] { size => Thinning.Users(data, size), size => Thinning.Histories(data, size) }
            .Sum(thin => s_sizes.Zip(s_sizes.Skip(1), (small, large) => Pairs(thin(small)).Except(Pairs(thin(large))).Count()).Sum());
    }

    static HashSet<(string, string)> Pairs(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(e => (data.Users[data.Events.User[e]], data.Items[data.Events.Item[e]]))];

    // Few users have most of the events, as in a shop.
    static Dataset World()
    {
        var builder = new DatasetBuilder { Name = "made up" };
        for (var u = 0; u < Users; u++)
        {
            var random = ((Seed)11).Derive(u).Stream();
            var length = Math.Clamp((int)Math.Exp(3 + 1.3 * random.NextGaussian()), 1, 400);
            foreach (var item in Enumerable.Range(0, length).Select(_ => (int)(Items * random.NextDouble() * random.NextDouble())).ToHashSet()) builder.Add(new Interaction($"u{u}", $"i{item}"));
        }
        return builder.Build();
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>What an ensemble of models that rank takes of the memory on made-up events.</summary>
static partial class MemoryMeasures
{
    const int EventsOfAUser = 20, Length = 100, BytesOfAPlace = 8;
    static readonly string[] s_members = ["popularity", "item-knn:neighbors=50", "als:factors=16:iterations=3"];

    /// <summary>What the process may grow by: far less than the scores, which in full would take 9.2 GB.</summary>
    internal static double CapOf(CheckSize size) => size == CheckSize.Full ? 1536.0 * (1 << 20) : 384.0 * (1 << 20);

    /// <summary>Bytes at the highest while the best members are chosen on all users and all users are then asked for.</summary>
    internal static double Streamed(CheckSize size, FitContext context)
    {
        var data = Events(size);
        using var memory = PeakMemory.Watch();
        var model = (EnsembleOf(data) with { Lists = Length }).Fit(data, context);
        foreach (var list in TopN.ForAll(model, n: 10, context: context))
            if (list.List.Items.Count == 0) throw new DataException("A user got no list.");
        return memory.Growth;
    }

    /// <summary>How many of the two numbers in the refusal are not those of the sizes.</summary>
    internal static double Refused(CheckSize size)
    {
        var data = Events(size);
        try
        {
            (EnsembleOf(data) with { Lists = 0, Megabytes = 64 }).Fit(data);
            return 2;
        }
        catch (OptionsException e)
        {
            var said = Numbers().Matches(e.Message).Select(m => long.Parse(m.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToHashSet();
            return new[] { (long)data.Users.Count * data.Items.Count * s_members.Length * BytesOfAPlace, 64L << 20 }.Count(n => !said.Contains(n));
        }
    }

    static Ensemble EnsembleOf(Dataset data) => new() { Models = s_members, Strategy = EnsembleStrategy.Top, TopK = 2, Users = data.Users.Count };

    // Items are drawn with a long tail, and every item at least once, so that the catalog has its size.
    static Dataset Events(CheckSize size)
    {
        var (users, items) = size == CheckSize.Full ? (70_000, 11_000) : (7_000, 1_100);
        var stream = ((Seed)42).Derive("ensembles").Stream();
        var builder = new DatasetBuilder { Name = "made up" };
        for (var u = 0; u < users; u++)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"{u}");
            for (var e = 0; e < EventsOfAUser; e++)
            {
                var item = e == 0 ? u % items : (int)(items * Math.Pow(stream.NextDouble(), 2));
                builder.Add(new Interaction(user, string.Create(CultureInfo.InvariantCulture, $"{item}")));
            }
        }
        return builder.Build();
    }

    [GeneratedRegex(@"\d[\d,]*\d")]
    private static partial Regex Numbers();
}

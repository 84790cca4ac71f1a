using System.Globalization;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// Purchases with planted rhythms, for lists of very many users: each buys 6 items of 20,000, the first ones much more often than the last, each every 7, 14, 28 or 56 days from a day of its own, over the 84 days before
/// 2000-01-01; now and then one comes a day late. Rows user,item,time are written as they are drawn, user by user: memory does not grow with their number.
/// </summary>
static class PlantedPurchases
{
    const int ItemsEach = 6, Items = 20_000, Days = 84;

    static readonly int[] s_periods = [7, 14, 28, 56];

    internal static int Write(int users, string path)
    {
        var newest = new DateTimeOffset(1999, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var (seed, events) = (((Seed)42).Derive("purchases"), 0L);
        using var text = new StreamWriter(path, false, new System.Text.UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
        text.WriteLine("user,item,time");
        for (var u = 0; u < users; u++)
        {
            var random = seed.Derive(u).Stream();
            for (var i = 0; i < ItemsEach; i++)
            {
                var item = (int)(Items * Math.Pow(random.NextDouble(), 3));
                var period = s_periods[random.NextInt(s_periods.Length)];
                for (var day = random.NextInt(period); day < Days; day += period, events++)
                    text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{u},{item},{newest - 86_400L * Math.Max(0, day - (random.NextInt(5) == 0 ? 1 : 0))}"));
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {users:N0} users, {events:N0} events."));
        return 0;
    }
}

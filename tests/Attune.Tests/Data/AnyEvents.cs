using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

/// <summary>Properties over small random sets of events: few users, items and days, so that ties, repeats and lonely ids abound.</summary>
static class AnyEvents
{
    static readonly Gen<Interaction> Event =
        from user in Gen.Choose(0, 7)
        from item in Gen.Choose(0, 9)
        from day in Gen.Choose(0, 20)
        from value in Gen.Choose(1, 5)
        select new Interaction($"u{user}", $"i{item}") { Time = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day), Value = value };

    /// <summary>Checks 200 sets of 2 to 60 events, the same ones in every run.</summary>
    internal static void Hold(Action<Interaction[]> property) =>
        Prop.ForAll(Event.ArrayOf().Where(events => events.Length >= 2).Resize(60).ToArbitrary(), property).Holds();

    /// <summary>The property over built data, unless it refuses the data with a <see cref="DataException"/> (nothing left to train or test on).</summary>
    internal static void HoldWhereAccepted(Action<Dataset> property)
    {
        var accepted = 0;
        Hold(events =>
        {
            try
            {
                property(Build(events));
                accepted++;
            }
            catch (DataException) { }
        });
        Assert.True(accepted >= 100, $"Only {accepted} of 200 worlds were accepted: the property says too little.");
    }

    internal static Dataset Build(IEnumerable<Interaction> events) => new DatasetBuilder { Name = "any" }.AddRange(events).Build();

    /// <summary>Every event as text, sorted: data sets with equal rows hold the same events, whatever their numbering.</summary>
    internal static string[] Rows(params Dataset?[] parts) => [.. parts.OfType<Dataset>().SelectMany(Rows).Order(StringComparer.Ordinal)];

    static IEnumerable<string> Rows(Dataset data) => Enumerable.Range(0, data.Count).Select(e =>
        $"{data.Users[data.Events.Users[e]]} {data.Items[data.Events.Items[e]]} {data.Events.TimeOf(e):O} {data.Events.ValueOf(e)} {data.Events.KindOf(e)}");
}

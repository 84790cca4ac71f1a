using Attune.Neural;

namespace Attune.Studies;

/// <summary>What CASE makes of a shop whose rhythms are known.</summary>
static class CadenceMeasures
{
    static readonly Lazy<CalendarSensitivity>[] s_calendar = [.. Enum.GetValues<CheckSize>().Select(size => new Lazy<CalendarSensitivity>(() => Of(size, new PlantedCadence { Users = Users(size) })))];

    internal static double Order(CheckSize size) => 1 - s_calendar[(int)size].Value.Auc;

    internal static double Peaks(CheckSize size) => new[] { 7, 14, 28 }.Max(p => Math.Abs(s_calendar[(int)size].Value.PeakOf(p) - p));

    // It holds of every training, so that a short one shows it.
    internal static double Waiting(CheckSize size) => Math.Abs(Of(size, new PlantedCadence { Users = Users(size) / 2, BasketsForDays = true }).Waiting - 0.5);

    static int Users(CheckSize size) => size == CheckSize.Full ? 400 : 100;

    static CalendarSensitivity Of(CheckSize size, PlantedCadence world) =>
        CalendarSensitivity.Of((CalendarSensitivity.Small with { Epochs = world.BasketsForDays ? 2 : size == CheckSize.Full ? 20 : 12 }).Fit(world.Build()), world);
}

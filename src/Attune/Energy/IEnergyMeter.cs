namespace Attune;

/// <summary>Reads energy or power at an instant. One thread reads at a time.</summary>
public interface IEnergyMeter : IDisposable
{
    /// <summary>The meter as <see cref="EnergyMeter.Parse"/> reads it; holds no password.</summary>
    string Name { get; }

    /// <summary>Whether it measures, estimates or replays; <see cref="EnergyOrigin.NotMeasured"/> is never read.</summary>
    EnergyOrigin Origin { get; }

    /// <summary>What its numbers cover.</summary>
    EnergyScope Covers { get; }

    /// <summary>In a sentence for people: what it is, and what is not in its numbers.</summary>
    string Description { get; }

    /// <summary>
    /// How often its numbers change, which bounds what it can tell. Meters of 20 ms and less are read at every border between phases; for slower ones a border's
    /// reading is put between those of the polling.
    /// </summary>
    TimeSpan Tick { get; }

    /// <summary>Reads it now.</summary>
    /// <exception cref="DataException">It cannot be read; the message says why and what to do.</exception>
    EnergyReading Read(CancellationToken cancellation = default);
}

namespace Attune.Serving;

/// <summary>
/// The row of a space: its counters. Whoever writes into a space holds this row from the beginning of the transaction to its end, so that writes into one space come one after another, whatever
/// process they come from: numbers become visible in their order without holes that fill later, and counters are exact.
/// </summary>
sealed record SpaceRow
{
    internal required int Id { get; init; }

    internal long Users { get; set; }

    internal long Items { get; set; }

    internal long Events { get; set; }

    /// <summary>The number of the newest event; never falls.</summary>
    internal long LastEvent { get; set; }

    /// <summary>The number of the newest change of an item; also numbers audit entries and contents of models. Never falls.</summary>
    internal long LastChange { get; set; }

    /// <summary>Grows with every deletion of users or items: what is remembered about ids that are there holds for one such number.</summary>
    internal long Deletions { get; set; }
}

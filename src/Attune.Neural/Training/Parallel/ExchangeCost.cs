namespace Attune.Neural;

/// <summary>
/// What processes that train together lose to the exchange of gradients. A sum over n processes in a ring sends 2(n−1)/n of the bytes through every link; while it is under way nothing is computed,
/// as in Attune's own training. A step adds up some batches and exchanges once: the more, the smaller the share, and the larger the batch that learns.
/// </summary>
/// <param name="Replicas">Processes, from 2.</param>
/// <param name="Bytes">Of the gradients of one process.</param>
/// <param name="Bandwidth">Bytes per second that a link carries, each way.</param>
/// <param name="BatchSeconds">Time in which one process computes one batch, forward and backward.</param>
sealed record ExchangeCost(int Replicas, long Bytes, double Bandwidth, double BatchSeconds)
{
    /// <summary>How many batches are looked at as one step.</summary>
    internal static readonly int[] Accumulations = [1, 2, 4, 8, 16, 32];

    /// <summary>Bytes that pass a link in an exchange.</summary>
    internal double BytesOfALink => 2.0 * (Replicas - 1) / Replicas * Bytes;

    /// <summary>Seconds of an exchange.</summary>
    internal double Seconds => BytesOfALink / Bandwidth;

    /// <summary>The bandwidth at which an exchange takes as long as a batch: below it accumulation pays.</summary>
    internal double Threshold => BytesOfALink / BatchSeconds;

    /// <summary>Whether exchanging takes longer than computing, so that most of the time is lost without accumulation.</summary>
    internal bool Pays => Bandwidth < Threshold;

    /// <summary>The share of a step's time in which nothing is computed.</summary>
    internal double Lost(int accumulate) => LostAt(Bandwidth, accumulate);

    /// <summary>The same at another bandwidth.</summary>
    internal double LostAt(double bandwidth, int accumulate) => BytesOfALink / bandwidth is var exchange ? exchange / (accumulate * BatchSeconds + exchange) : double.NaN;

    /// <summary>Batches in a second, of all processes together.</summary>
    internal double BatchesPerSecond(int accumulate) => Replicas * accumulate / (accumulate * BatchSeconds + Seconds);

    /// <summary>The fewest batches of a step that lose no more than half of it.</summary>
    internal int Enough => (int)Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(Seconds / BatchSeconds)));
}

using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Draws items that targets are compared with. What is drawn in a step depends on the seed and the step's number alone: neither on threads nor on what was drawn before,
/// so a training that goes on from a checkpoint draws what it would have drawn.
/// </summary>
/// <param name="seed">The seed of the training.</param>
/// <param name="items">Items of the catalog.</param>
abstract class NegativeSampler(Seed seed, int items)
{
    // So many draws in a row that hit the position's own items: then its user knows nearly all of the catalog.
    const int MostTries = 1000;

    readonly Seed _seed = seed.Derive("negatives");

    /// <summary>Items of the catalog.</summary>
    protected int Items => items;

    /// <summary>For each row of the table the logarithm of the probability of drawing it; null where all are equally likely.</summary>
    protected virtual float[]? LogQ => null;

    /// <summary>
    /// Negatives of a step, Int64 in the machine's memory. They may hit the target by accident; losses leave such hits out.
    /// </summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="targets">N rows of the table (Int64).</param>
    /// <param name="count">How many for each position, or for all together.</param>
    /// <param name="shared">Whether all positions share them. Default no.</param>
    /// <param name="own">What positions must not get, as SASRec does with its user's items: drawn again. Default none; not for shared ones.</param>
    /// <param name="numbers">Of a part of a batch, the number of each target among those of the whole batch: what is drawn for a target does not depend on how the batch was cut. Null: from 0.</param>
    internal virtual Negatives Draw(long step, Tensor targets, int count, bool shared = false, OwnItems? own = null, int[]? numbers = null)
    {
        var positions = shared ? 1 : checked((int)targets.Count);
        var rows = Tensor.Empty(shared ? [count] : [positions, count], DType.Int64);
        var ofStep = _seed.Derive(step);
        Rows.ForEach(positions, 8L * count, n =>
        {
            var stream = ofStep.Derive(numbers is null ? n : numbers[n]).Stream();
            var mine = shared || own is null ? default : own.Of(n);
            foreach (ref var row in rows.Span<long>().Slice(n * count, count))
            {
                row = Next(ref stream);
                for (var tries = 0; !mine.IsEmpty && mine.BinarySearch((int)row) >= 0 && tries < MostTries; tries++) row = Next(ref stream);
            }
        });
        return new Negatives(rows, LogQ is { } logQ ? Tensor.Wrap(logQ) : default);
    }

    /// <summary>Draws one row of the table.</summary>
    protected abstract long Next(ref RandomStream stream);
}

using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>
/// The active model of each space. A request takes the reference once and keeps it to its end; a swap replaces the reference, so that no request waits or sees half of one.
/// </summary>
sealed class ActiveModels
{
    readonly ConcurrentDictionary<string, ActiveModel> _bySpace = new(StringComparer.Ordinal);

    /// <summary>Told after a swap, with the space.</summary>
    internal event Action<string>? Swapped;

    /// <summary>The active model of a space, or null.</summary>
    internal ActiveModel? Of(string space) => _bySpace.GetValueOrDefault(space);

    /// <summary>The active models with their spaces, in no order.</summary>
    internal IEnumerable<KeyValuePair<string, ActiveModel>> All => _bySpace;

    /// <summary>Puts a model in place of the one before.</summary>
    internal void Swap(string space, ActiveModel model)
    {
        _bySpace[space] = model;
        Swapped?.Invoke(space);
    }

    /// <summary>Leaves a space without a model.</summary>
    internal void Withdraw(string space)
    {
        if (_bySpace.TryRemove(space, out _)) Swapped?.Invoke(space);
    }
}

namespace Attune.Serving;

/// <summary>Counts what has changed in a space, so that what was made before can be told from what holds now. Safe for use from many threads.</summary>
sealed class Changes
{
    // Users share counters: an event of one of them makes lists of a few others anew, too.
    const int Counters = 1 << 16;

    readonly long[] _ofUsers = new long[Counters];
    long _ofItems, _ofPopular;

    /// <summary>Changes of items, and of everything at once.</summary>
    internal long OfItems => Volatile.Read(ref _ofItems);

    /// <summary>Changes of what is popular: events counted and not yet counted.</summary>
    internal long OfPopular => Volatile.Read(ref _ofPopular);

    /// <summary>Events of a user; 0 for nobody.</summary>
    internal long OfUser(string? user) => user is null ? 0 : Volatile.Read(ref Counter(user));

    internal void Items() => Interlocked.Increment(ref _ofItems);

    internal void Popular() => Interlocked.Increment(ref _ofPopular);

    internal void User(string user) => Interlocked.Increment(ref Counter(user));

    ref long Counter(string user) => ref _ofUsers[(uint)string.GetHashCode(user, StringComparison.Ordinal) % Counters];
}

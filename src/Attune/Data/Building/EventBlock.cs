namespace Attune;

/// <summary>
/// A run of rows in the order of their arrival, as columns. Optional columns take no room until a value is present. Users, items and kinds are numbers of the
/// <see cref="DatasetBuilder"/>, or of the block's reader where a map says which of the builder's each is.
/// </summary>
sealed class EventBlock
{
    /// <summary>Rows after which a block that grows is full: small beside the data, and no array is ever copied far.</summary>
    internal const int Most = 1 << 16;

    internal int Count;
    internal int[] User = [], Item = [];
    internal long[]? Time;

    /// <summary>Times in whole seconds: half the room, where all of the block's times are such.</summary>
    internal int[]? Seconds;
    internal byte[]? Kind;
    internal float[]? Value, Price;
    internal int[]? Slot;
    internal string?[]? Request, Context;
    internal int[]? UserMap, ItemMap;
    internal byte[]? KindMap;

    internal bool IsTimed => Time is not null || Seconds is not null;

    internal void Add(int user, int item, long? time, byte kind, float value, float price, int slot, string? request, string? context)
    {
        if (Count == User.Length) Grow(Count == 0 ? 64 : Math.Min(4 * Count, Most));
        User[Count] = user;
        Item[Count] = item;
        Set(ref Time, time ?? 0, time is not null, 0);
        Set<byte>(ref Kind, kind, kind != 0, 0);
        Set(ref Value, value, !float.IsNaN(value), float.NaN);
        Set(ref Price, price, !float.IsNaN(price), float.NaN);
        Set(ref Slot, slot, slot != 0, 0);
        Set(ref Request, request, request is not null, null);
        Set(ref Context, context, context is not null, null);
        Count++;
    }

    /// <summary>The time of a row in Unix milliseconds.</summary>
    internal long TimeOf(int row) => Seconds is null ? Time![row] : 1000L * Seconds[row];

    void Set<T>(ref T[]? column, T value, bool present, T absent)
    {
        if (column is null)
        {
            if (!present) return;
            column = new T[User.Length];
            column.AsSpan(0, Count).Fill(absent);
        }
        column[Count] = value;
    }

    void Grow(int size)
    {
        Array.Resize(ref User, size);
        Array.Resize(ref Item, size);
        Resize(ref Time, size);
        Resize(ref Kind, size);
        Resize(ref Value, size);
        Resize(ref Price, size);
        Resize(ref Slot, size);
        Resize(ref Request, size);
        Resize(ref Context, size);
    }

    static void Resize<T>(ref T[]? column, int size)
    {
        if (column is not null) Array.Resize(ref column, size);
    }
}

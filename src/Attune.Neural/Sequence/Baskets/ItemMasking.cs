namespace Attune.Neural;

/// <summary>Which purchases of a history are hidden and asked for, where they are hidden one by one.</summary>
public enum ItemMasking
{
    /// <summary>Each by chance.</summary>
    Random,

    /// <summary>All purchases of some items, drawn by chance: what is asked for cannot be read off another purchase of the same.</summary>
    Select,
}

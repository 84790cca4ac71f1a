namespace Attune.Neural;

/// <summary>Which items of the newest basket are asked for, where it is hidden whole.</summary>
public enum BasketMasking
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that the user had not bought before; the others are not read.</summary>
    Explore,
}

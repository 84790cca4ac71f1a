namespace Attune.Studies;

/// <summary>How much a check looks at.</summary>
enum CheckSize
{
    /// <summary>Enough to notice a mistake, in seconds.</summary>
    Reduced,

    /// <summary>Everything.</summary>
    Full,
}

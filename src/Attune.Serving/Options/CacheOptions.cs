using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>
/// Lists that are kept for requests that come again. A list is made anew after an event of its user, a change of an item, another model, and, where it has popular items,
/// an event of anybody.
/// </summary>
public sealed class CacheOptions
{
    /// <summary>About how much memory the lists of a space may take, in MiB; 0 keeps none. Default 64.</summary>
    [Range(0, 1 << 20)]
    public int Megabytes { get; set; } = 64;

    /// <summary>The longest time that a list is kept, since some models and filters look at the clock. Default one minute.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest time that a list is kept where other processes use the same storage, of whose events this one is not told: so late may an event that another process
    /// took be seen. Default zero: lists are not kept then.
    /// </summary>
    public TimeSpan LongestWhereShared { get; set; }
}

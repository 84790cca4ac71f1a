using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>Who may call, and how much.</summary>
public sealed class ApiOptions
{
    /// <summary>The keys; none = everybody may read and write, and administer from this machine alone.</summary>
    public IList<ApiKeyOptions> Keys { get; } = [];

    /// <summary>Length of a list where a request names none. Default 10.</summary>
    [Range(1, 1000)]
    public int DefaultCount { get; set; } = 10;

    /// <summary>The longest list and page. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int LargestCount { get; set; } = 1000;

    /// <summary>The largest body of a request in bytes. Default 16 MiB.</summary>
    [Range(1024, 1L << 32)]
    public long LargestBody { get; set; } = 16 << 20;

    /// <summary>The deepest labels. Default 8.</summary>
    [Range(1, 64)]
    public int DeepestLabels { get; set; } = 8;

    /// <summary>The longest id. Default 256.</summary>
    [Range(1, 1024)]
    public int LongestId { get; set; } = 256;

    /// <summary>Requests per second and key, or address where there are no keys; 0 for no limit. Default 0.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; }
}

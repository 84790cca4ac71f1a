using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>One API key, of which only the hash is known.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>What the key is called in logs and the audit log.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the key in hexadecimal digits (<c>attune serve --hash-key</c> prints it).</summary>
    [RegularExpression("^[0-9a-fA-F]{64}$")]
    public string Hash { get; set; } = "";

    /// <summary>What it may do: any of read, write, admin. Default read and write.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The space that it is for; null for the default one.</summary>
    public string? Space { get; set; }
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>
/// Training on the part of the new events that is worth it, in place of all events: the model in use goes on from where it ended. For models that read sequences through a network (sasrec, hstu); the first training
/// of a space, one after a change of options, and one that must forget people who were erased are on all events.
/// </summary>
public sealed class CurationOptions
{
    /// <summary>Whether it is done at all. Default false.</summary>
    public bool IsOn { get; set; }

    /// <summary>The share of the new chunks of histories that is learned from. Default 0.2.</summary>
    [Range(0.001, 1)]
    public double Budget { get; set; } = 0.2;

    /// <summary>How chunks are chosen, as <c>attune data select</c> has it. Default "diverse".</summary>
    [Required]
    public string Select { get; set; } = "diverse";

    /// <summary>What stands for a chunk, as <c>attune adapt</c> has it; null for ways that compare nothing. Default "gradient".</summary>
    public string? Represent { get; set; } = "gradient";

    /// <summary>Passes over what was chosen. Default 10.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; set; } = 10;

    /// <summary>Events of a chunk. Default 50.</summary>
    [Range(2, 10_000)]
    public int Chunk { get; set; } = 50;

    /// <summary>How many of the newest chunks stand for the present. Default 100.</summary>
    [Range(1, 100_000)]
    public int References { get; set; } = 100;
}

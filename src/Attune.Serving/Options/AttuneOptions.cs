using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>How a server is set up: section "Attune" of the configuration, or code. Checked when the application starts.</summary>
public sealed class AttuneOptions
{
    /// <summary>Where data is kept: "memory" (gone at the end), "sqlite:FOLDER" or "postgres:CONNECTION STRING". Default memory.</summary>
    [Required]
    public string Store { get; set; } = "memory";

    /// <summary>The space (tenant) of requests that name none. Default "default".</summary>
    [RegularExpression("^[a-z0-9-]{1,32}$")]
    public string Space { get; set; } = "default";

    /// <summary>Placements beside the built-in ones (home, buy-again, similar, session), or in their place.</summary>
    public IList<Placement> Placements { get; } = [];

    /// <summary>What events mean.</summary>
    public FeedbackOptions Feedback { get; } = new();

    /// <summary>Lists that are kept for requests that come again.</summary>
    public CacheOptions Cache { get; } = new();

    /// <summary>When and how models are trained again.</summary>
    public RetrainOptions Retrain { get; } = new();

    /// <summary>Who may call, and how much.</summary>
    public ApiOptions Api { get; } = new();

    /// <summary>The event feed.</summary>
    public FeedOptions Feed { get; } = new();
}

using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>When and how models are trained again.</summary>
public sealed class RetrainOptions
{
    /// <summary>Whether the server trains at all. Default true.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>The model's name, as <c>attune models</c> lists it. Default "als".</summary>
    [Required]
    public string Model { get; set; } = "als";

    /// <summary>Options of the model by name.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether between two trainings a user whom training knew takes one step of stochastic gradient descent for each new event, from the trained vector, in place of being learned anew
    /// from the whole history. For models that read news (<see cref="QueryParts.News"/>): "bpr" and "warp". Items stay as they were trained. Default false.
    /// </summary>
    public bool OneEventUpdates { get; set; }

    /// <summary>The longest time from one training to the next while new events come. Default one hour.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>So many new events start a training at once. Default 100,000.</summary>
    [Range(1, long.MaxValue)]
    public long AfterEvents { get; set; } = 100_000;

    /// <summary>Fewer events than this are not trained on. Default 100.</summary>
    [Range(1, long.MaxValue)]
    public long LeastEvents { get; set; } = 100;

    /// <summary>
    /// The metric that decides: one of single users with a better end. A candidate is activated unless the 95 % interval of its difference from the model in use (paired
    /// bootstrap over the users of the newest events) lies wholly on the worse side of 0, or its mean is worse by more than a tenth, or fewer than ten users could be
    /// measured; the first model unless it is so shown to be worse than popularity. Default "ndcg@10".
    /// </summary>
    [Required]
    public string Metric { get; set; } = "ndcg@10";

    /// <summary>The newest share of the events, on which a candidate is measured; at most half of those that the model in use has not seen. Default 0.1.</summary>
    [Range(0.001, 0.5)]
    public double HeldOut { get; set; } = 0.1;

    /// <summary>Versions that are kept beside the active one: the one to roll back to, then the newest. Default 5.</summary>
    [Range(1, 1000)]
    public int Kept { get; set; } = 5;

    /// <summary>
    /// So long after a user was deleted, no version that is kept holds the user any more: those that do are forgotten, and the active one gives way to one that is trained anew.
    /// Until then lists no longer use the user. Zero for at once, at the price of a training for every deletion. Default one day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ErasedWithin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Training on the part of the new events that is worth it. Off by default.</summary>
    public CurationOptions Curation { get; } = new();

    /// <summary>Threads for training; 0 for half of the processors. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }
}

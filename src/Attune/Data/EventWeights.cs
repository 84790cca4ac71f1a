using Attune.Numerics;

namespace Attune;

/// <summary>How the value of events becomes the strength of a preference.</summary>
public enum ValueScale
{
    /// <summary>The sum of weighted values as it is: the rating, the count, the quantity.</summary>
    Linear,

    /// <summary>ln(1 + sum): for counts that range over orders of magnitude.</summary>
    Log,

    /// <summary>1 wherever the sum is positive.</summary>
    Binary,
}

/// <summary>
/// How events become preferences: weight(user, item) = scale( Σ over events of kind weight · value ). A missing value counts as 1, of ratings
/// only the latest counts, a return takes back purchases, and what is not positive is no preference.
/// </summary>
public sealed record EventWeights
{
    /// <summary>Weights by kind, as in <c>view=0.2, cart=0.5, purchase=1</c>. Kinds not named weigh 1, impressions 0; a return weighs minus a purchase.</summary>
    public IReadOnlyDictionary<string, float> Kinds { get; init; } = new Dictionary<string, float>();

    /// <summary>Default Linear.</summary>
    public ValueScale Scale { get; init; } = ValueScale.Linear;

    /// <summary>The weight of one event of this kind; negative for returns.</summary>
    public float Of(string kind) => Kinds.TryGetValue(kind, out var weight) ? weight : kind switch
    {
        EventKind.Return => -Of(EventKind.Purchase),
        EventKind.Impression => 0f,
        _ => 1f,
    };

    /// <summary>The preference matrix (users × items) of the events; entries are positive.</summary>
    internal CsrMatrix Apply(EventColumns events, int users, int items)
    {
        var byKind = Array.ConvertAll(events.KindNames, Of);
        var isRating = Array.ConvertAll(events.KindNames, k => k == EventKind.Rating);
        return LatestPerPair.Fold(events, users, items, new Weighing(this, events, byKind, isRating));
    }

    float Rescale(float sum) => !(sum > 0) ? float.NaN : Scale switch
    {
        ValueScale.Log => MathF.Log(1 + sum),
        ValueScale.Binary => 1,
        _ => sum,
    };

    readonly struct Weighing(EventWeights weights, EventColumns events, float[] byKind, bool[] isRating) : LatestPerPair.IStep
    {
        public (float Summed, float Latest) Next((float Summed, float Latest) state, int e)
        {
            var kind = events.Kind is null ? 0 : events.Kind[e];
            var value = float.IsNaN(events.ValueOf(e)) ? 1f : events.ValueOf(e);
            if (isRating[kind]) return (state.Summed, byKind[kind] * value);
            return (state.Summed + byKind[kind] * (byKind[kind] < 0 ? Math.Abs(value) : value), state.Latest);
        }

        public float Finish(float summed, float latest) => weights.Rescale(summed + latest);
    }
}

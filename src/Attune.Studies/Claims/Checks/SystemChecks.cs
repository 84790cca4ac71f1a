namespace Attune.Studies;

/// <summary>The checks of every system that has some. A new check is a file in this folder and a place in its system's list here.</summary>
static class SystemChecks
{
    /// <summary>By the system's id, as claims.json writes it: <c>["s20"] = [new FormsAgree(), …]</c>.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<ICheck>> BySystem { get; } = new Dictionary<string, IReadOnlyList<ICheck>>(StringComparer.OrdinalIgnoreCase)
    {
        ["s1"] = [.. AdaptationCheck.All, .. GradientCheck.All],
        ["s2"] = ScalingCheck.All,
        ["s4"] = EnsembleCheck.All,
        ["s6"] = BasketChecks.All,
        ["s7"] = ClickChecks.All,
        ["s11"] = SmallBatchCheck.All,
        ["s17"] = AudienceCheck.All,
        ["s20"] = MixerCheck.All,
    };
}

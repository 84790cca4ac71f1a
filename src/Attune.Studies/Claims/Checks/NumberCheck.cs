namespace Attune.Studies;

/// <summary>A check that decides by a number, which must not be larger than what is allowed.</summary>
/// <param name="id">What claims.json calls it.</param>
/// <param name="says">What must hold.</param>
/// <param name="words">What the number is.</param>
/// <param name="allowed">The largest that is allowed.</param>
/// <param name="measure">The number, of a reduced or a full look.</param>
sealed class NumberCheck(string id, string says, string words, double allowed, Func<CheckSize, double> measure) : ICheck
{
    public string Id => id;

    public string Says => says;

    public CheckResult Run(CheckSize size, FitContext context)
    {
        var found = measure(size);
        return new CheckResult(found <= allowed, found, allowed, words);
    }
}

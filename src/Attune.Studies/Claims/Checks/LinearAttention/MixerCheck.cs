using Attune.Neural;

namespace Attune.Studies;

/// <summary>One check of the mixers: a number that must not be larger than what is allowed.</summary>
/// <param name="id">What claims.json calls it.</param>
/// <param name="says">What must hold.</param>
/// <param name="allowed">The largest that is allowed.</param>
/// <param name="measure">The number, by the length of the sequences that are looked at.</param>
sealed class MixerCheck(string id, string says, double allowed, Func<int, double> measure) : ICheck
{
    // Awkward on purpose: one more than a whole number of chunks.
    const int Short = 65, Long = 321;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new MixerCheck("step-equals-whole", "Stepping through a sequence gives every mixer the outputs of passing it whole.", 1e-4, MixerMeasures.StepAgainstWhole),
        new MixerCheck("network-step-equals-whole", "Stepping through a history gives networks of linear and full layers the states of reading it whole.", 1e-4, MixerMeasures.NetworkStepAgainstWhole),
        new MixerCheck("padding-changes-nothing", "Padding before a sequence changes no place of it.", 1e-5, MixerMeasures.PaddingAgainstNone),
        new MixerCheck("gradients", "The gradient by all parameters and the input is the difference quotient.", 1e-5, MixerMeasures.GradientAgainstQuotient),
        new MixerCheck("linear-states-stay", "The state of a linear mixer is as large after 1,000 places as after 10.", 0, _ => MixerMeasures.GrowthOfLinearStates()),
        new MixerCheck("keys-and-values-shrink", "Keys and values of a pattern take the share of full attention's that its full layers are of all.", 0, _ => MixerMeasures.KeysAndValuesAgainstShare()),
    ];

    public string Id => id;

    public string Says => says;

    public CheckResult Run(CheckSize size, FitContext context)
    {
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        var length = size is CheckSize.Full ? Long : Short;
        var found = measure(length);
        return new CheckResult(found <= allowed, found, allowed, $"the largest over all mixers, sequences of {length}");
    }
}

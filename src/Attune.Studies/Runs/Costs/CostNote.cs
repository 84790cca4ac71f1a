using System.Globalization;
using System.Text.RegularExpressions;
using Attune.Neural;

namespace Attune.Studies;

/// <summary>What a pattern of layers costs, as a note of a result: so that a report is written from the results alone.</summary>
/// <param name="Mixer">The linear mixer; "softmax" where there is none.</param>
/// <param name="Pattern">The pattern, as "every:4".</param>
/// <param name="Size">Layers and width, as "4×32".</param>
/// <param name="Flops">Operations of mixing for one place.</param>
/// <param name="State">Bytes of the linear layers' states.</param>
/// <param name="KeyValue">Bytes of the full layers' keys and values.</param>
sealed partial record CostNote(string Mixer, string Pattern, string Size, double Flops, long State, long KeyValue)
{
    internal static string? Of(ITrainer trainer)
    {
        if (trainer is not HybridSequence hybrid) return null;
        var cost = hybrid.Cost;
        return string.Create(CultureInfo.InvariantCulture, $"cost of {(cost.Pattern.Full == cost.Pattern.Layers.Count ? "softmax" : LayerPattern.NameOf(hybrid.Mixer))} {cost.Pattern.Name} in {hybrid.Layers}×{hybrid.Width} after {cost.Length} items: {cost.Flops} operations, {cost.StateBytes} + {cost.KeyValueBytes} bytes");
    }

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static CostNote? Read(IEnumerable<string> notes) => notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is { } m
        ? new CostNote(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, double.Parse(m.Groups[4].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups[5].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups[6].Value, CultureInfo.InvariantCulture))
        : null;

    [GeneratedRegex(@"^cost of (\S+) (.+) in (\S+) after \d+ items: (\S+) operations, (\d+) \+ (\d+) bytes$")]
    private static partial Regex Form();
}

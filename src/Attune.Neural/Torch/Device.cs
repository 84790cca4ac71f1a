namespace Attune.Neural;

/// <summary>Where a tensor lives.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Which of them, from 0.</param>
public readonly record struct Device(DeviceKind Kind, int Index = 0)
{
    /// <summary>The machine's own memory.</summary>
    public static Device Cpu => default;

    /// <summary>The graphics card with this index, from 0.</summary>
    public static Device Cuda(int index = 0) => new(DeviceKind.Cuda, index);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; anything else is an error.</summary>
    public static Device Parse(string text) => text switch
    {
        "cpu" => Cpu,
        "cuda" => Cuda(),
        _ when text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), out var index) && index is >= 0 and < 128 => Cuda(index),
        _ => throw new FormatException($"'{text}' is not a device; give cpu, cuda or cuda:N with N from 0."),
    };

    /// <inheritdoc/>
    public override string ToString() => Kind is DeviceKind.Cpu ? "cpu" : $"cuda:{Index}";
}

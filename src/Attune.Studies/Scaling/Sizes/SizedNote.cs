using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>How much data a training of a learning curve had and what it took, as a note of its result: so that a report is written from the results alone.</summary>
/// <param name="Events">Events drawn, or left of the training part.</param>
/// <param name="All">Of so many.</param>
/// <param name="Users">Users that were trained on.</param>
/// <param name="Items">Items that were trained on.</param>
/// <param name="Factor">By what a stratified sample was enlarged; 1 where it was not.</param>
sealed partial record SizedNote(int Events, int All, int Users, int Items, double Factor)
{
    /// <summary>Processor seconds of one thread for the training.</summary>
    public double FitSeconds { get; init; } = double.NaN;

    /// <summary>By how much the training grew the process at most.</summary>
    public long Bytes { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"size {Events} of {All} events: {Users} users and {Items} items to train on, factor {Factor}; trained in {FitSeconds:0.000} processor s and {Bytes} bytes");

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static SizedNote? Read(IEnumerable<string> notes)
    {
        if (notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is not { } m) return null;
        int Whole(int group) => int.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
        double Number(int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
        return new SizedNote(Whole(1), Whole(2), Whole(3), Whole(4), Number(5)) { FitSeconds = Number(6), Bytes = long.Parse(m.Groups[7].Value, CultureInfo.InvariantCulture) };
    }

    [GeneratedRegex(@"^size (\d+) of (\d+) events: (\d+) users and (\d+) items to train on, factor (\S+); trained in (\S+) processor s and (-?\d+) bytes$")]
    private static partial Regex Form();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>How a model was tuned and what it costs, as a note of a result: so that a report is written from the results alone.</summary>
/// <param name="Trials">Trials that could be measured.</param>
/// <param name="Settings">What was found, as "factors 64, iterations 12".</param>
/// <param name="Watched">What that reached on the validation data.</param>
/// <param name="Given">What the model as it is given reached there.</param>
/// <param name="SearchSeconds">Processor seconds of one thread for all trials, measurements included.</param>
/// <param name="FitSeconds">Those of the training on all training data.</param>
/// <param name="Bytes">By how much that training grew the process at most.</param>
/// <param name="Milliseconds">Processor time of one list of ten for one user, asked alone; NaN where no test user is known.</param>
/// <param name="Intervals">Of each metric of the study the 95 % interval over users; NaN where it has none.</param>
sealed partial record TunedNote(int Trials, string Settings, double Watched, double Given, double SearchSeconds, double FitSeconds, long Bytes, double Milliseconds, IReadOnlyList<(double Low, double High)> Intervals)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"tuned in {Trials} trials of {SearchSeconds:0.0} s: {Settings}; validation {Watched:0.000000}, as given {Given:0.000000}; trained in {FitSeconds:0.000} s and {Bytes} bytes; a list in {Milliseconds:0.0000} ms; 95 % {string.Join(' ', Intervals.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Low:0.000000}..{i.High:0.000000}")))}");

    /// <summary>What was found, by option.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Found => Settings.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(' ', 2)).Where(s => s.Length == 2).Select(s => KeyValuePair.Create(s[0], s[1]));

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static TunedNote? Read(IEnumerable<string> notes)
    {
        if (notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is not { } m) return null;
        double Number(int group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
        double[][] bounds = [.. m.Groups[9].Value.Split(' ').Select(i => Array.ConvertAll(i.Split(".."), b => double.Parse(b, CultureInfo.InvariantCulture)))];
        return new TunedNote(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m.Groups[3].Value, Number(4), Number(5), Number(2), Number(6), long.Parse(m.Groups[7].Value, CultureInfo.InvariantCulture), Number(8),
            [.. bounds.Select(b => (b[0], b[1]))]);
    }

    [GeneratedRegex(@"^tuned in (\d+) trials of (\S+) s: (.*); validation (\S+), as given (\S+); trained in (\S+) s and (-?\d+) bytes; a list in (\S+) ms; 95 % (.+)$")]
    private static partial Regex Form();
}

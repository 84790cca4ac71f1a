using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Studies;

/// <summary>What a training of a study took, as a note of its result: so that a report is written from the results alone. Joules are NaN where none were measured.</summary>
/// <param name="Origin">Where the numbers come from.</param>
/// <param name="Meter">The kind of meter, without addresses: results are committed.</param>
/// <param name="Grams">Grams of CO₂ equivalent for a kilowatt-hour.</param>
/// <param name="Search">Joules of the search for options; 0 where there was none.</param>
/// <param name="Fit">Joules of the training.</param>
/// <param name="Predict">Joules of the measurement on the test part.</param>
/// <param name="Total">Joules of all, the reading of data included.</param>
/// <param name="Net">Of these, joules above those of the idle machine; NaN where its power is not known.</param>
/// <param name="CpuSeconds">Processor time of all.</param>
sealed partial record EnergyNote(EnergyOrigin Origin, string Meter, double Grams, double Search, double Fit, double Predict, double Total, double Net, double CpuSeconds)
{
    /// <summary>Of the training, joules for choosing and weighing the members of an ensemble; 0 where there was nothing to choose.</summary>
    internal double Combine { get; init; }

    /// <summary>Of how many trainings these are the means: what is over in a moment is done again.</summary>
    internal int Runs { get; init; } = 1;

    static readonly string[] s_words = ["not measured", "measured", "estimated", "replayed"];

    /// <summary>Where the numbers come from, in words.</summary>
    internal string Words => s_words[(int)Origin];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"energy {Words} by {Meter}: search {Search:0.###} J, training {Fit:0.###} J, test {Predict:0.###} J, all {Total:0.###} J, net {Net:0.###} J at {Grams} g CO2e a kWh; processor {CpuSeconds:0.###} s{(!(Combine > 0) ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Combine:0.###} J of the training to choose"))}{(Runs == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the mean of {Runs} runs after a first"))}");

    /// <summary>The means of several runs of one training.</summary>
    internal static EnergyNote Mean(IReadOnlyList<EnergyNote> runs) => runs[0] with
    {
        Search = runs.Average(r => r.Search),
        Fit = runs.Average(r => r.Fit),
        Predict = runs.Average(r => r.Predict),
        Total = runs.Average(r => r.Total),
        Net = runs.Average(r => r.Net),
        CpuSeconds = runs.Average(r => r.CpuSeconds),
        Combine = runs.Average(r => r.Combine),
        Runs = runs.Count,
    };

    internal static EnergyNote Of(EnergyUse use)
    {
        double Joules(params WorkPhase[] phases) => use.Sum(p => phases.Contains(p.Phase)).Joules;
        // What an estimate multiplies with belongs to the number; the address of a plug does not.
        var meter = use.Origin == EnergyOrigin.Estimated ? use.Meter : use.Meter.Split(':')[0];
        return new EnergyNote(use.Origin, meter, use.Total.GramsPerKilowattHour, Joules(WorkPhase.Search), Joules(WorkPhase.Fit, WorkPhase.Combine), Joules(WorkPhase.Predict), use.Total.Joules, use.Total.NetJoules, use.Total.CpuSeconds) { Combine = Joules(WorkPhase.Combine) is > 0 and var choosing ? choosing : 0 };
    }

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static EnergyNote? Read(IEnumerable<string> notes)
    {
        if (notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is not { } m) return null;
        double Number(string group) => double.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture);
        return new EnergyNote((EnergyOrigin)Array.IndexOf(s_words, m.Groups["origin"].Value), m.Groups["meter"].Value, Number("grams"), Number("search"), Number("fit"), Number("test"), Number("all"), Number("net"), Number("cpu")) { Combine = m.Groups["choose"].Success ? Number("choose") : 0, Runs = m.Groups["runs"].Success ? (int)Number("runs") : 1 };
    }

    [GeneratedRegex(@"^energy (?<origin>not measured|measured|estimated|replayed) by (?<meter>\S+): search (?<search>\S+) J, training (?<fit>\S+) J, test (?<test>\S+) J, all (?<all>\S+) J, net (?<net>\S+) J at (?<grams>\S+) g CO2e a kWh; processor (?<cpu>\S+) s(; (?<choose>\S+) J of the training to choose)?(; the mean of (?<runs>\d+) runs after a first)?$")]
    private static partial Regex Form();
}

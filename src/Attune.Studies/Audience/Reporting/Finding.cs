namespace Attune.Studies;

/// <summary>One question asked of one data set: does the focus differ from the reference in this measure?</summary>
/// <param name="Name">What is asked, the same on all data.</param>
/// <param name="View">Of which data.</param>
/// <param name="Test">The difference, focus less reference; or of a change, with less without.</param>
/// <param name="Power">How likely a medium effect is seen with so many users.</param>
sealed record Finding(string Name, AudienceView View, WelchT Test, double Power)
{
    internal const string More = "higher", Less = "lower", None = "no medium difference", Unsure = "too few to tell";

    /// <summary>What counts as enough power, after Cohen.</summary>
    internal const double Enough = 0.8;

    internal const double Level = 0.05;

    const string RandomOrderName = "random-order";

    /// <summary>The p-value after Holm's correction over all findings on this data.</summary>
    internal double Corrected { get; init; } = double.NaN;

    /// <summary>What this data says.</summary>
    internal string Says => Corrected < Level ? Test.Difference > 0 ? More : Less : Power >= Enough && ExcludesMedium ? None : Unsure;

    // The interval in standard deviations lies within what counts as medium.
    bool ExcludesMedium => Test.Difference == 0 || Test.Interval() is var (low, high) && Math.Max(Math.Abs(low), Math.Abs(high)) * Math.Abs(Test.Effect / Test.Difference) < TestPower.Medium;

    /// <summary>All findings on one data set, corrected together.</summary>
    internal static IReadOnlyList<Finding> Of(AudienceView view)
    {
        var found = new List<Finding>();
        void Add(string name, WelchT test, double power)
        {
            if (!double.IsNaN(test.P)) found.Add(new Finding(name, view, test, power));
        }
        void Groups(string name, SampleSummary a, SampleSummary b) => Add(name, WelchT.Of(a, b), TestPower.OfTwo(a.Count, b.Count));

        Groups("popularity of profiles", view.Profile(view.Focus, AudienceMeasure.Profile), view.Profile(view.Reference, AudienceMeasure.Profile));
        // A random order is the floor: shown, but no finding.
        foreach (var model in view.Plain.Where(m => m.Model != RandomOrderName))
            foreach (var measure in AudienceMeasure.Main(view.Cut)) Groups($"{measure} of {Named(view, model)}", view.Of(model.Label, view.Focus, measure), view.Of(model.Label, view.Reference, measure));
        foreach (var model in view.Models.Where(m => (m.Group ?? m.Rerank) is not null))
            foreach (var measure in model.Group is null ? AudienceMeasure.Main(view.Cut) : [AudienceMeasure.Ndcg(view.Cut)])
                if (view.Of(model.Label, view.Focus, measure + AudienceMeasure.Change) is { Count: > 1 } change) Add($"{measure} of {Named(view, model)}", WelchT.Paired(change), TestPower.OfPaired(change.Count));
        var corrected = Significance.Holm([.. found.Select(f => f.Test.P)]);
        return [.. found.Select((f, i) => f with { Corrected = corrected[i] })];
    }

    // The same question has the same name on all data, whatever the options are there.
    static string Named(AudienceView view, StudyModel model)
    {
        var name = view.Models.Count(m => m.Model == model.Model && (m.Group ?? m.Rerank) == (model.Group ?? model.Rerank)) == 1 ? model.Model : model.Label;
        return model.Group is not null ? $"{name} trained on the group alone, beside everybody" : model.Rerank is { } order ? $"{name} re-ranked by {string.Join(':', order.Split('@')[0].Split(':').Take(2))}, beside its own order" : name;
    }
}

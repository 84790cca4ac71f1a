using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// One size of data of a study. By "sampling" the events are drawn before they are parted, as the paper does, so that the test part changes with the size; by "thin" the training part alone is thinned
/// after the parting, every smaller one within the larger, and test users, test items and what is ranked stay.
/// </summary>
/// <param name="Of">The name of the whole.</param>
/// <param name="Size">How much.</param>
/// <param name="Sampling">How it is drawn before the parting; null where it is thinned after it.</param>
/// <param name="Thin">What is thinned after the parting: <see cref="Users"/> or <see cref="Histories"/>; null where it is drawn before.</param>
/// <param name="FactorsPath">The file of the factors of stratified samples.</param>
sealed record SizedData(string Of, StudySize Size, string? Sampling, string? Thin, string FactorsPath)
{
    internal const string Users = "users", Histories = "histories", FactorsFile = "factors.json";

    const string Fractional = ":fractional";

    // The sizes are the study's, whatever the seed of a model.
    const int Seed = 42;

    static readonly Dictionary<string, SampleBy> s_ways = new() { ["random"] = SampleBy.Random, ["stratified-user"] = SampleBy.User, ["stratified-item"] = SampleBy.Item, ["stratified-hybrid"] = SampleBy.Hybrid };

    internal static readonly string SamplingForms = $"{string.Join(", ", s_ways.Keys)}, each also as in \"stratified-user{Fractional}\"";

    /// <summary>The entries that one with sizes stands for, each named <c>name@size</c>; itself where it has none.</summary>
    internal static IEnumerable<StudyData> Expand(StudyData data) => data.Sizes is not { } sizes ? [data]
        : sizes.Select(StudySize.Parse).Select(size => data with { Name = $"{data.Name}@{size.Text}", Sizes = null, Sized = new SizedData(data.Name, size, data.Sampling, data.Thin, Path.Combine(data.Folder, FactorsFile)) });

    /// <summary>What is wrong with the entries of sizes, before any data is read.</summary>
    internal static void Check(StudyData data)
    {
        var at = $"data {data.Name}";
        if (data.Sizes is null)
        {
            if (data.Sampling is not null || data.Thin is not null) throw new ArgumentException($"{at}: '{(data.Sampling is null ? "thin" : "sampling")}' says how sizes are made; name them (\"sizes\": [\"10%\", \"100%\"]), or leave it out.");
            return;
        }
        if (data.Task is not null) throw new ArgumentException($"{at} is a task: sizes belong to events; leave them out.");
        if (data.Sizes.Count == 0) throw new ArgumentException($"{at}: sizes is an empty list; name some, as {StudySize.Forms}.");
        if (data.Name.Contains('@', StringComparison.Ordinal)) throw new ArgumentException($"{at}: a name of data with sizes must not hold '@', which stands between the name and the size.");
        if (data.Sampling is null == data.Thin is null) throw new ArgumentException($"{at}: sizes need either 'sampling' ({SamplingForms}: drawn before the split) or 'thin' ({Users}, {Histories}: the training part alone is thinned).");
        StudySpec.Different($"{at}: sizes", data.Sizes.Select(s => StudySize.Parse(s).Text));
        if (data.Sampling is { } sampling) CheckSampling(at, data, sampling);
        else if (data.Thin is not (Users or Histories)) throw new ArgumentException($"{at}: there is no way to thin '{data.Thin}'; there are {Users}, {Histories}.");
        else if (data.Thin == Users && !data.Split.StartsWith("new-users", StringComparison.Ordinal)) throw new ArgumentException($"{at}: thinning by users needs test users that training never has, so that they stay when others go; split by new-users:0.2, or thin histories.");
    }

    static void CheckSampling(string at, StudyData data, string sampling)
    {
        if (!s_ways.ContainsKey(Way(sampling))) throw new ArgumentException($"{at}: there is no sampling '{sampling}'; there are {SamplingForms}.");
        if (data.Held is not null) throw new ArgumentException($"{at}: sampling draws before the split, and 'held' names a test part of all data; cut it (\"split\"), or thin the training part (\"thin\").");
    }

    /// <summary>The events that are parted.</summary>
    internal (Dataset Data, SizedNote Note) Drawn(Dataset data)
    {
        if (Sampling is null) return (data, new SizedNote(0, data.Count, 0, 0, 1));
        var by = s_ways[Way(Sampling)];
        var sample = Sampling.EndsWith(Fractional, StringComparison.Ordinal) ? SizedSample.OfShare(data, Size.IsShare ? Size.Share : Math.Min(1, (double)Size.Events / data.Count), by, Seed)
            : SizedSample.OfSize(data, Size.Of(data.Count), by, Seed, SampleFactors.Open(FactorsPath));
        return (sample.Data, new SizedNote(sample.Data.Count, data.Count, 0, 0, sample.Factor));
    }

    /// <summary>The training part of this size beside a test part that stays, and what a report must know of it.</summary>
    internal (Split Split, SizedNote Note) Thinned(Split split, SizedNote note)
    {
        if (Thin is null) return (split, note with { Users = UsersOf(split.Train), Items = ItemsOf(split.Train) });
        var size = Size.Of(split.Train.Count);
        var train = Thin == Users ? Thinning.Users(split.Train, size, Seed) : Thinning.Histories(split.Train, size, Seed);
        return (Split.Files(train, split.Test, split.History) with { Method = split.Method, Warnings = split.Warnings }, new SizedNote(train.Count, split.Train.Count, UsersOf(train), ItemsOf(train), 1));
    }

    /// <summary>How sizes are made, in words.</summary>
    internal string Protocol => Sampling is { } way ? $"{way} samples drawn before the split, so that the test part changes with the size" : $"training parts thinned by {Thin}, each within the next, beside one test part{(Thin == Histories ? "; nobody is shown what the whole training part has of them" : "")}";

    static string Way(string sampling) => sampling.EndsWith(Fractional, StringComparison.Ordinal) ? sampling[..^Fractional.Length] : sampling;

    static int UsersOf(Dataset data) => data.Events.User.Distinct().Count();

    static int ItemsOf(Dataset data) => data.Events.Item.Distinct().Count();
}

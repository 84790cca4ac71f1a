using Attune.Studies;

namespace Attune.Tests;

/// <summary>The results that lie in this repository.</summary>
public sealed class CommittedStudiesTests
{
    public static TheoryData<string> All => [.. Directory.GetDirectories(Repository.At("studies")).Where(d => File.Exists(Path.Combine(d, "results.csv"))).Select(d => Path.GetFileName(d)!)];

    // An option that is new, or another default, must not orphan what took hours to train. Some lines may be of a study as it was, which trains anew; not those of all its networks.
    [Theory, MemberData(nameof(All))]
    public void Results_OfNetworks_AreOfTheOptionsAsTheyAreRead(string name)
    {
        Trainers.Register(typeof(Neural.Sasrec).Assembly);
        Trainers.Register(typeof(Trees.CadenceTrees).Assembly);
        var study = Study.Read(Repository.At("studies", name));
        var networks = study.Cells.Where(c => study.Trainers[c.Model] is Neural.NetworkTrainer).ToDictionary(c => $"{c.Data},{c.Model},{c.Seed}", study.SettingsOf);
        var lines = File.ReadAllLines(Repository.At("studies", name, "results.csv")).Select(l => l.Split(',')).Where(l => l.Length > 4).Select(l => (Cell: $"{l[0]},{l[1]},{l[2]}", Settings: l[3])).ToList();
        var known = lines.Where(l => networks.ContainsKey(l.Cell)).ToList();
        Assert.True(known.Count == 0 || known.Count(l => networks[l.Cell] == l.Settings) >= Math.Max(1, known.Count / 3), $"Of {known.Count} lines of networks only {known.Count(l => networks[l.Cell] == l.Settings)} are found again.");
    }
}

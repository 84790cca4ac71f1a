using System.Globalization;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>A study of ensembles whose results are made up.</summary>
sealed class TinyEnsembles : IDisposable
{
    const string Spec = """
        {
          "question": "Is it worth it?",
          "data": [ { "name": "stars", "file": "events.txt", "split": "random:0.2", "validation": "random:0.2", "redraw": true, "metrics": ["rmse"] } ],
          "models": [
            { "model": "baseline" },
            { "model": "svd", "name": "tuned-svd", "tune": { "trials": 2 } }, { "model": "biased-mf", "name": "tuned-mf", "tune": { "trials": 2 } },
            { "model": "ensemble", "name": "average", "options": { "models": "svd,biased-mf", "strategy": "average" } }, { "model": "ensemble", "name": "top", "options": { "strategy": "top" }, "members": ["tuned-svd", "tuned-mf"] }
          ],
          "seeds": [1, 2, 3],
          "metrics": ["rmse"]
        }
        """;

    readonly TemporaryFolder _folder = new();

    internal TinyEnsembles(string more = "")
    {
        Directory.CreateDirectory(_folder.At("study"));
        File.WriteAllText(_folder.At("study", Study.FileName), Spec.TrimEnd()[..^1] + more + "}");
        Study = Study.Read(_folder.At("study"));
    }

    internal Study Study { get; }

    /// <summary>
    /// RMSE and joules of a model, seed by seed: on the test mf is the better single model, on the validation data svd. The joules are those of fit (choosing included), of choosing, of the search and of the test.
    /// </summary>
    internal static IEnumerable<CellResult> Results(Study study, double top = 0.98, double topFit = 300) =>
    [
        .. Of(study, "baseline", 1.1, 0, fit: 1, choose: 0, search: 0), .. Of(study, "tuned-svd", 1, 0.9, fit: 100, choose: 0, search: 400), .. Of(study, "tuned-mf", 0.995, 0.95, fit: 50, choose: 0, search: 200),
        .. Of(study, "average", 0.99, 0, fit: 150, choose: 0, search: 0), .. Of(study, "top", top, 0, fit: topFit, choose: 200, search: 0),
    ];

    static IEnumerable<CellResult> Of(Study study, string model, double rmse, double watched, double fit, double choose, double search) => Enumerable.Range(1, 3).Select(seed =>
    {
        var note = new EnergyNote(EnergyOrigin.Estimated, "cpu:10", 258, search, fit, 20, fit + search + 30, double.NaN, (fit + search + 30) / 10) { Combine = choose };
        var tuned = new TunedNote(2, "factors 8", watched + 0.01 * seed, 1, 1, 1, 2097152, 0.1, [(double.NaN, double.NaN)]);
        return new CellResult(new StudyCell("stars", model, seed), [rmse + (model == "average" && seed == 2 ? 0.03 : 0) + 0.02 * seed])
        {
            Settings = study.SettingsOf(new StudyCell("stars", model, seed)),
            Users = 40,
            FitSeconds = 1,
            EvaluateSeconds = 0.5,
            Notes = [.. watched > 0 ? new[] { tuned.ToString() } : [MemoryNote.Of(1048576)], note.ToString(), .. model == "top" ? new[] { $"members: svd 0.500 (RMSE 0.9000); left out: biased-mf (RMSE {0.91.ToString(CultureInfo.InvariantCulture)})" } : []],
        };
    });

    public void Dispose() => _folder.Dispose();
}

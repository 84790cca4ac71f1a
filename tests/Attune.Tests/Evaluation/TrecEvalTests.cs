using System.Globalization;

namespace Attune.Tests;

/// <summary>Equal to trec_eval on a run with ties: every measure of every user, and over all users with -c.</summary>
public sealed class TrecEvalTests
{
    static readonly (string Theirs, string Ours)[] Names =
    [
        ("map", "map"), ("Rprec", "r-precision"), ("recip_rank", "mrr"), ("bpref", "bpref"), ("ndcg", "ndcg"),
        .. new[] { 5, 10, 20 }.Select(k => ($"P_{k}", $"precision@{k}")),
        .. new[] { 5, 10, 20, 100 }.SelectMany(k => new[] { ($"recall_{k}", $"recall@{k}"), ($"ndcg_cut_{k}", $"ndcg@{k}"), ($"map_cut_{k}", $"map@{k}") }),
        .. new[] { 1, 5, 10 }.Select(k => ($"success_{k}", $"hit@{k}")),
    ];

    static string PathOf(string file) => Path.Combine(TestData.Root, "tests", "Golden", "trec_eval", file);

    static IEnumerable<string[]> Rows(string file) => File.ReadLines(PathOf(file))
        .Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    static Dataset Judgements => new DatasetBuilder()
        .AddRange(Rows("qrels.txt").Select(r => new Interaction(r[0], r[2]) { Value = float.Parse(r[3], CultureInfo.InvariantCulture) })).Build();

    static HeldOut Held => HeldOut.Of(Judgements, new EvaluationOptions { ValuesAsGrades = true });

    static Recommendations Run => Recommendations.Read(PathOf("run.txt"));

    [Fact]
    public void Of_RunWithTies_EqualsTrecEvalForEveryUserAndOverAll()
    {
        var golden = Rows("measures.tsv").ToDictionary(r => (r[0], r[1]), r => double.Parse(r[2], CultureInfo.InvariantCulture));
        var scores = Evaluation.Of(Run, Held, [.. Names.Select(n => MetricName.Parse(n.Ours))]);
        Assert.Equal(28, scores.Users);
        foreach (var (theirs, ours) in Names)
        {
            Assert.Equal(golden[(theirs, "all")], scores[ours].Value, 5.1e-5);
            for (var u = 0; u < scores.Users; u++) Assert.Equal(golden[(theirs, scores.UserIds[u])], scores[ours].PerUser[u], 5.1e-5);
        }
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Of_OnlyHighGradesRelevant_BprefEqualsTrecEval(int level)
    {
        var golden = Rows("bpref-levels.tsv").Where(r => r[0] == $"bpref_l{level}").ToDictionary(r => r[1], r => double.Parse(r[2], CultureInfo.InvariantCulture));
        var scores = Evaluation.Of(Run, HeldOut.Of(Judgements, new EvaluationOptions { RelevantFrom = level }), [new Bpref()]);
        Assert.InRange(scores.Users, 20, 28);
        for (var u = 0; u < scores.Users; u++) Assert.Equal(golden[scores.UserIds[u]], scores["bpref"].PerUser[u], 5.1e-5);
        Assert.Contains(scores["bpref"].PerUser, v => v is > 0 and < 1);
    }
}

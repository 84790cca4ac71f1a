using System.Globalization;

namespace Attune.Bench;

/// <summary>What to buy again for all users of a shop as of a day, written as a file by the command line: time and memory by the number of users.</summary>
sealed class BuyAgainRun(string work)
{
    internal static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    internal static readonly string[] Models = ["purchase-decay", "cadence-lr"];

    internal Report Run(IReadOnlyList<int> sizes, IReadOnlyList<string> models)
    {
        Directory.CreateDirectory(work);
        var (rows, lists) = (new List<IReadOnlyList<Cell>>(), Path.Combine(work, "buy-again-lists.csv"));
        foreach (var users in sizes)
        {
            var purchases = Path.Combine(work, $"purchases-{Vocabulary.Canonical(users)}.csv");
            PlantedPurchases.Write(users, purchases);
            foreach (var model in models)
            {
                var took = CliProcess.Run("recommend", "--model", model, "--data", purchases, "--all", "--as-of", "2000-01-01", "--seen", "only", "--out", lists);
                rows.Add([users, model, new FileInfo(purchases).Length / 1e6, new FileInfo(lists).Length / 1e6, took.Seconds, users / took.Seconds, took.Peak / 1e6, took.Peak / (double)users, 1e7 / (users / took.Seconds) / 3600]);
                File.Delete(lists);
            }
            File.Delete(purchases);
        }
        return new Report("What all users buy again")
        {
            Lead = "attune recommend --all --as-of 2000-01-01 --seen only on invented purchases with planted rhythms: 6 items of 20,000 a user over 84 days, some 30 events. Reading the purchases, training and writing the lists are counted; all processors.",
            Sections =
            [
                new Section("Users and time")
                {
                    Tables = [new Table([new("users", ValueFormat.Count), "model", new("purchases, MB", ValueFormat.Number), new("lists, MB", ValueFormat.Number), new("time", ValueFormat.Seconds), new("users a second", ValueFormat.Count), new("peak memory, MB", ValueFormat.Number), new("bytes a user", ValueFormat.Count), new("hours for ten million", ValueFormat.Number)], rows)],
                    Notes = ["Lists are written as they are made. What grows with the users are the purchases, which a model that reads histories holds."],
                },
            ],
        };
    }
}

namespace Attune.Bench;

/// <summary>One comparison: what both sides do, on which data, and how their results are held against each other.</summary>
/// <param name="Task">Its name on the command line and in the table.</param>
/// <param name="Script">The peer's side, a Python file beside this one.</param>
/// <param name="Epochs">Passes over the data, where the task has any.</param>
/// <param name="Data">Which data it runs on.</param>
/// <param name="What">What is timed, for the table.</param>
/// <param name="Gate">How many times faster than the peer it must be; 1 / 1.5 where it may be slower.</param>
/// <param name="Goal">How many times faster it is meant to be.</param>
/// <param name="MostRounds">How often it runs at most, where the peer takes minutes.</param>
sealed record Rival(string Task, string Script, int Epochs, RivalData Data, string What, double Gate, double Goal, int MostRounds = int.MaxValue)
{
    internal static readonly Rival[] All =
    [
        new("als", "implicit_side.py", 15, RivalData.PowerLaw, "ALS, 64 factors, 3 conjugate gradient steps, one of 15 iterations", 3, 4),
        new("als-cholesky", "implicit_side.py", 3, RivalData.PowerLaw, "ALS, 64 factors, Cholesky, one of 3 iterations", 1, 1),
        new("bpr", "implicit_side.py", 10, RivalData.PowerLaw, "BPR, 64 factors, one rival, one of 10 epochs", 1.5, 2),
        new("item-knn", "implicit_side.py", 0, RivalData.PowerLaw, "item k-NN, cosine, 100 neighbors", 2, 3),
        new("top-n", "implicit_side.py", 0, RivalData.PowerLaw, "top-10 lists of all users without what they have, 64 factors", 3, 4),
        new("svd", "surprise_side.py", 20, RivalData.Ratings, "SVD, 100 factors, 20 epochs", 4, 6),
        new("svdpp", "surprise_side.py", 20, RivalData.Ratings, "SVD++, 20 factors, 20 epochs", 20, 20, MostRounds: 1),
        new("ease", "numpy_side.py", 0, RivalData.Dense, "EASE, 20,000 users, 8,000 items", 1 / 1.5, 1, MostRounds: 1),
    ];
}

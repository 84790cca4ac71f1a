namespace Attune.Bench;

/// <summary>The data that rivals meet on.</summary>
enum RivalData
{
    /// <summary>138,000 users × 27,000 items, about 9 million interactions, power laws.</summary>
    PowerLaw,

    /// <summary>A file of ratings, four fifths for training.</summary>
    Ratings,

    /// <summary>20,000 users × 8,000 items, about 2 million interactions.</summary>
    Dense,
}

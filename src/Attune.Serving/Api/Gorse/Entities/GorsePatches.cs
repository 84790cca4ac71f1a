namespace Attune.Serving;

/// <summary>What is to change of a user; null leaves a part as it is.</summary>
struct UserPatch
{
    internal string? Labels;
    internal string? Comment;

    internal readonly StoredUser Apply(StoredUser user) => user with { Labels = Labels ?? user.Labels, Comment = Comment ?? user.Comment };
}

/// <summary>What is to change of an item; null leaves a part as it is.</summary>
struct ItemPatch
{
    internal bool? IsHidden;
    internal IReadOnlyList<string>? Categories;
    internal DateTimeOffset? Timestamp;
    internal string? Labels;
    internal string? Comment;

    internal readonly StoredItem Apply(StoredItem item) => item with
    {
        IsHidden = IsHidden ?? item.IsHidden,
        Categories = Categories ?? item.Categories,
        Timestamp = Timestamp ?? item.Timestamp,
        Labels = Labels ?? item.Labels,
        Comment = Comment ?? item.Comment,
    };
}

using System.ComponentModel;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>A user in JSON.</summary>
sealed record UserDocument
{
    [Description("The user's id.")]
    public required string Id { get; init; }

    [Description("Any JSON about the user.")]
    public JsonElement? Labels { get; init; }

    [Description("Words for people.")]
    public string? Comment { get; init; }

    internal static UserDocument Of(StoredUser user) => new() { Id = user.Id, Labels = RawJson.Of(user.Labels), Comment = user.Comment };

    internal StoredUser Stored(ApiLimits limits, string place) =>
        new() { Id = limits.Id(Id, place + "id"), Labels = limits.Labels(Labels, place + "labels"), Comment = Comment ?? "" };
}

/// <summary>What changes of a user; what is absent stays, null clears.</summary>
sealed record UserChange
{
    [Description("Any JSON about the user.")]
    public JsonElement Labels { get; init; }

    [Description("Words for people.")]
    public string? Comment { get; init; }

    /// <summary>The change, checked before anything is read.</summary>
    internal Func<StoredUser, StoredUser> Checked(ApiLimits limits)
    {
        var labels = limits.Labels(Labels, "labels");
        return user => user with { Labels = Labels.ValueKind == JsonValueKind.Undefined ? user.Labels : labels, Comment = Comment ?? user.Comment };
    }
}

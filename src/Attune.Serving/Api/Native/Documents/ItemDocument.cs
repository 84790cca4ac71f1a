using System.ComponentModel;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>An item in JSON.</summary>
sealed record ItemDocument
{
    [Description("The item's id.")]
    public required string Id { get; init; }

    [Description("Whether the item is never recommended.")]
    public bool IsHidden { get; init; }

    [Description("The categories that the item is in.")]
    public IReadOnlyList<string>? Categories { get; init; }

    [Description("When the item came.")]
    public DateTimeOffset? Timestamp { get; init; }

    [Description("Any JSON about the item.")]
    public JsonElement? Labels { get; init; }

    [Description("Words for people: the title.")]
    public string? Comment { get; init; }

    internal static ItemDocument Of(StoredItem item) => new()
    {
        Id = item.Id, IsHidden = item.IsHidden, Categories = item.Categories, Timestamp = item.Timestamp, Labels = RawJson.Of(item.Labels), Comment = item.Comment,
    };

    internal StoredItem Stored(ApiLimits limits, string place) => new()
    {
        Id = limits.Id(Id, place + "id"),
        IsHidden = IsHidden,
        Categories = [.. limits.Ids(Categories, place + "categories").Distinct(StringComparer.Ordinal)],
        Timestamp = Timestamp,
        Labels = limits.Labels(Labels, place + "labels"),
        Comment = Comment ?? "",
    };
}

/// <summary>What changes of an item; what is absent stays, labels of null are cleared.</summary>
sealed record ItemChangeDocument
{
    [Description("Whether the item is never recommended.")]
    public bool? IsHidden { get; init; }

    [Description("The categories that the item is in.")]
    public IReadOnlyList<string>? Categories { get; init; }

    [Description("When the item came.")]
    public DateTimeOffset? Timestamp { get; init; }

    [Description("Any JSON about the item.")]
    public JsonElement Labels { get; init; }

    [Description("Words for people: the title.")]
    public string? Comment { get; init; }

    /// <summary>The change, checked before anything is read.</summary>
    internal Func<StoredItem, StoredItem> Checked(ApiLimits limits)
    {
        var labels = limits.Labels(Labels, "labels");
        IReadOnlyList<string>? categories = Categories is null ? null : [.. limits.Ids(Categories, "categories").Distinct(StringComparer.Ordinal)];
        return item => item with
        {
            IsHidden = IsHidden ?? item.IsHidden,
            Categories = categories ?? item.Categories,
            Timestamp = Timestamp ?? item.Timestamp,
            Labels = Labels.ValueKind == JsonValueKind.Undefined ? item.Labels : labels,
            Comment = Comment ?? item.Comment,
        };
    }
}

using System.ComponentModel;

namespace Attune.Serving;

/// <summary>Some rows of many.</summary>
sealed record PageDocument<T>([property: Description("The rows, in the order of their ids.")] IReadOnlyList<T> Rows, [property: Description("What to give as after for the next page; null where these were the last.")] string? Next);

/// <summary>How many were given, and how many of them were taken.</summary>
sealed record TakenDocument([property: Description("How many were sent.")] int Given, [property: Description("How many were taken; the rest had event ids that are stored already.")] int Taken);

/// <summary>Whether there was anything to delete.</summary>
sealed record DeletedDocument([property: Description("False where nothing was known.")] bool Deleted);

/// <summary>All that is kept of a user.</summary>
sealed record UserExport([property: Description("The user; null where only events are known, or nothing.")] UserDocument? User, [property: Description("All events, oldest first.")] IReadOnlyList<EventDocument> Events);

/// <summary>What a training that was asked for came to.</summary>
sealed record StartedDocument([property: Description("Where its progress is.")] string Tasks);

/// <summary>How much there is.</summary>
sealed record CountsDocument(long Users, long Items, long Events, [property: Description("The number of the newest event.")] long LastEvent, [property: Description("The version of the active model; null where there is none.")] string? ActiveModel);

/// <summary>Several lists.</summary>
sealed record BatchDocument([property: Description("The lists, in the order of the requests.")] IReadOnlyList<RecommendationList> Lists);

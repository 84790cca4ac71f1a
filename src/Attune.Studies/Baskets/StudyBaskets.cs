using System.Globalization;
using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>
/// Calendars of purchases of which each user's next basket is predicted among what the user had bought: the data's file holds the users that are learned from, others are watched and tested. Without a test
/// file, users of the one file are parted, and a basket of each is its last day.
/// </summary>
sealed record StudyBaskets
{
    /// <summary>The file of the users that trainings are watched and options are searched on; null for a tenth of the users, drawn by seed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Validation { get; init; }

    /// <summary>The file of the users that are tested; null for a fifth of the users, drawn by seed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Test { get; init; }

    /// <summary>The day held out, as 2000-01-02; null (default) for the last day of each user.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AsOf { get; init; }

    /// <summary>How many trainings of a cell, under seeds that follow on its own, are averaged user by user. Default 1; models without a seed are trained once.</summary>
    public int Trainings { get; init; } = 1;

    /// <summary>How many days the day asked for is moved, one after another, to see how lists change; none (default) = it stays.</summary>
    public IReadOnlyList<int> Shifts { get; init; } = [];

    /// <summary>The files beside that of the data.</summary>
    internal IEnumerable<string> Files => new[] { Validation, Test }.OfType<string>();

    /// <summary>The protocol in words.</summary>
    internal string Protocol => (Test is { } test ? $"the next basket of the users of {Path.GetFileName(test)}" : "the last day of a fifth of the users") + ", ranked among what each had bought before"
        + (Trainings > 1 ? FormattableString.Invariant($"; the mean of {Trainings} trainings, user by user") : "");

    internal void Check(string data)
    {
        var at = $"data {data}: baskets";
        if (Trainings is < 1 or > 100) throw new ArgumentException(FormattableString.Invariant($"{at}.trainings is {Trainings}; it must be from 1 to 100."));
        if (AsOf is not null && !DateOnly.TryParseExact(AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) throw new ArgumentException($"{at}.asOf is '{AsOf}'; write a day as 2000-01-02.");
        if (Validation is null != Test is null) throw new ArgumentException($"{at} names one of the files validation and test; name both, or none to part the users of one file.");
        if (Shifts.Any(s => s is < 0 or > 3650)) throw new ArgumentException($"{at}.shifts holds {string.Join(", ", Shifts)}; days must be from 0 to 3650.");
    }
}

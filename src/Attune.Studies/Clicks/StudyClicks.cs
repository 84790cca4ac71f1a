using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>Rows of clicks that a study's models learn, in place of events: one part to learn, one to be watched, one to be tested.</summary>
sealed record StudyClicks
{
    internal const string Frappe = "frappe", Planted = "planted";

    const int FewestRows = 1000, MostRows = 100_000_000, MostFields = 10_000;

    /// <summary>What the rows are: "frappe", the use of apps whose published parts are in libFM files, or "planted", rows that are made up.</summary>
    public required string Kind { get; init; }

    /// <summary>frappe: the file of the published validation part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Validation { get; init; }

    /// <summary>frappe: the file of the published test part.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Test { get; init; }

    /// <summary>frappe: rows without a click that are drawn for each with one in the part to learn. Default 2, as in the published parts.</summary>
    public int Negatives { get; init; } = 2;

    /// <summary>Fields that say nothing, added to all parts: each a label drawn anew for every row. Default 0.</summary>
    public int Noise { get; init; }

    /// <summary>Labels of such a field. Default 100.</summary>
    public int NoiseLabels { get; init; } = 100;

    /// <summary>planted: rows in all, of which eight tenths are learned and a tenth each is watched and tested. Default 20,000.</summary>
    public int Rows { get; init; } = 20_000;

    /// <summary>planted: fields of a row. Default 10.</summary>
    public int Fields { get; init; } = 10;

    /// <summary>The files beside that of the data.</summary>
    internal IEnumerable<string> Files => new[] { Validation, Test }.OfType<string>();

    /// <summary>The protocol in words.</summary>
    internal string Protocol => (Kind == Frappe ? FormattableString.Invariant($"clicks; the published validation and test parts, {Negatives} rows without a click drawn for each other one to learn")
        : FormattableString.Invariant($"{Rows:N0} made-up rows of {Fields} fields, parted 8 : 1 : 1")) + (Noise > 0 ? FormattableString.Invariant($"; {Noise} fields of {NoiseLabels} random labels added") : "");

    internal void Check(string data)
    {
        var at = $"data {data}: clicks";
        if (Kind is not (Frappe or Planted)) throw new ArgumentException($"{at}.kind is '{Kind}'; it must be {Frappe} or {Planted}.");
        if (Kind == Frappe && (Validation is null || Test is null)) throw new ArgumentException($"{at} needs the files of the published parts (\"validation\" and \"test\").");
        if (Kind == Planted && Files.Any()) throw new ArgumentException($"{at}: made-up rows have no files; leave validation and test out.");
        Within(at, "negatives", Negatives, 1, 1000);
        Within(at, "noise", Noise, 0, MostFields);
        Within(at, "noiseLabels", NoiseLabels, 2, 1_000_000);
        Within(at, "rows", Rows, FewestRows, MostRows);
        Within(at, "fields", Fields, 2, MostFields);
    }

    static void Within(string at, string name, int value, int least, int most)
    {
        if (value < least || value > most) throw new ArgumentException(FormattableString.Invariant($"{at}.{name} is {value}; it must be from {least} to {most}."));
    }
}

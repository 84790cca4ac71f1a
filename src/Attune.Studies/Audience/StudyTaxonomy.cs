using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>A file that says which labels an item has, one or several rows for each; where it knows items by another id, as songs by their artist, a second file leads there.</summary>
sealed record StudyTaxonomy
{
    /// <summary>The file, from the folder of data.</summary>
    public required string File { get; init; }

    /// <summary>The column of the id, by name, or by number from 0 where there is no header.</summary>
    public required string Key { get; init; }

    /// <summary>The column of labels; several in a field are parted by '|' or ','.</summary>
    public required string Column { get; init; }

    /// <summary>How many characters of a label count, so that 100503 and 100511 are both 10; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Characters { get; init; }

    /// <summary>The file that leads from the id of an item to that of <see cref="Key"/>; null where they are the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyTaxonomy? Via { get; init; }
}

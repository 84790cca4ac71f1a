using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>By which attribute the users of some data are grouped, and by which labels their taste is described: what of every cell is then measured for each group.</summary>
sealed record StudyAudience
{
    /// <summary>The file of users and their attributes, from the folder of data: delimited text with a header, or a file of MovieLens.</summary>
    public required string Users { get; init; }

    /// <summary>What the attribute is called: the column, unless <see cref="Column"/> names it.</summary>
    public required string Attribute { get; init; }

    /// <summary>The column of the attribute, by name, or by number from 0 where the file has no header; null for <see cref="Attribute"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>The column of the user's id, by name or number; null finds it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>The groups in order, as <c>child:-17,mainstream:18-49,older:50-</c>: numbers from and to (both included), or values, several with '|' (<c>young:A|B</c>).</summary>
    public required string Groups { get; init; }

    /// <summary>Which group is asked about; null for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Focus { get; init; }

    /// <summary>Which it is held against; null for the largest of the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    /// <summary>What becomes of groups of fewer than <see cref="UserGroups.Fewest"/> users: <c>refuse</c> (default) or <c>merge</c> with the smaller neighbour.</summary>
    public string Small { get; init; } = Refuse;

    /// <summary>What becomes of users of no group: <c>train</c> (default: models learn from them, nothing is measured of them) or <c>drop</c>.</summary>
    public string Others { get; init; } = Train;

    /// <summary>The feature of items that says what they are (genres), from the study's file of items or from <see cref="Taxonomy"/>; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Labels { get; init; }

    /// <summary>A file of items and labels; null where the file of items has them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyTaxonomy? Taxonomy { get; init; }

    /// <summary>Whether items without a label are left out before anything else. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LabelledOnly { get; init; }

    /// <summary>How ids of these files meet those of the events: <c>text</c> (default), or <c>numbers</c>, where leading zeros do not count.</summary>
    public string Ids { get; init; } = AttributeTable.Text;

    /// <summary>Whether in profiles of labels every event counts, not every item once. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Weighted { get; init; }

    /// <summary>How long the lists are. Default 50.</summary>
    public int Cut { get; init; } = 50;

    /// <summary>How often groups of equal size are drawn. Default 20.</summary>
    public int Draws { get; init; } = 20;

    /// <summary>To which domain the data belongs, as movies: what holds in several is consistent. Null: the data's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Domain { get; init; }

    /// <summary>Whether this is one more look at other data of the study (another k-core): it is not counted among the findings, but held beside the data that it names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VariantOf { get; init; }

    internal const string Refuse = "refuse", Merge = "merge", Train = "train", Drop = "drop";

    /// <summary>Every file that it reads.</summary>
    internal IEnumerable<string> Files => new[] { Users, Taxonomy?.File, Taxonomy?.Via?.File }.OfType<string>();

    internal void Check(string name)
    {
        var at = $"data {name}: audience";
        var groups = UserGroups.Parse(Groups, at);
        foreach (var (entry, value) in new[] { ("focus", Focus), ("reference", Reference) })
            if (value is not null && groups.All(g => g.Name != value)) throw new ArgumentException($"{at}: {entry} is '{value}', which is no group; groups are {string.Join(", ", groups.Select(g => g.Name))}.");
        if (Focus is not null && Focus == Reference) throw new ArgumentException($"{at}: focus and reference are both '{Focus}'; a group is held against another.");
        Among($"{at}: small", Small, Refuse, Merge);
        Among($"{at}: others", Others, Train, Drop);
        Among($"{at}: ids", Ids, AttributeTable.Text, AttributeTable.Numbers);
        if (Cut is < 1 or > 1000) throw new ArgumentException(FormattableString.Invariant($"{at}: cut is {Cut}; it must be from 1 to 1000."));
        if (Draws is < 1 or > 1000) throw new ArgumentException(FormattableString.Invariant($"{at}: draws is {Draws}; it must be from 1 to 1000."));
        if (Labels is null && (Taxonomy is not null || LabelledOnly)) throw new ArgumentException($"{at}: taxonomy and labelledOnly are about labels; name their feature (\"labels\": \"genres\").");
    }

    static void Among(string at, string value, params string[] known)
    {
        if (!known.Contains(value)) throw new ArgumentException($"{at} is '{value}'; it must be {string.Join(" or ", known)}.");
    }
}

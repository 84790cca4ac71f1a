namespace Attune.Serving;

/// <summary>The type of a value of labels or filters.</summary>
enum LabelKind
{
    /// <summary>There is no value.</summary>
    Missing,

    Number,

    Text,

    Boolean,

    Time,

    List,

    Fields,

    /// <summary>Not known before an item is at hand: any label.</summary>
    Any,
}

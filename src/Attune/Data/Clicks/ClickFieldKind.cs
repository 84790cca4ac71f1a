namespace Attune;

/// <summary>What the values of a field of click rows are.</summary>
public enum ClickFieldKind
{
    /// <summary>One label of a vocabulary: a city, a device, an id.</summary>
    Categorical,

    /// <summary>A number, which scales the field's one vector; one that is cut into buckets is categorical.</summary>
    Numeric,

    /// <summary>Several labels of a vocabulary, whose vectors are averaged: genres, the items of a history.</summary>
    MultiValued,
}

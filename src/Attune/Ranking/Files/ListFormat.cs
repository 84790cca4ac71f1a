namespace Attune;

/// <summary>How the lists of many users stand in a file (docs/formats.md).</summary>
public enum ListFormat
{
    /// <summary>A header and one row per place: user, item, rank, score.</summary>
    Csv,

    /// <summary>One line per user: <c>{"user":"ann","items":[{"item":"tea","score":1.5}]}</c>.</summary>
    JsonLines,

    /// <summary>A run as trec_eval reads it: user, Q0, item, rank, score, name. Ids hold no white space.</summary>
    Trec,
}

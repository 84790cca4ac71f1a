namespace Attune.Serving;

/// <summary>
/// The items of a list that is kept, as bytes of an answer: whoever writes the list first leaves them here for those who ask for the same again. Setting the same twice does no
/// harm.
/// </summary>
sealed class ListBytes
{
    /// <summary>The native API's JSON of the items; null until somebody has written it.</summary>
    internal byte[]? Native { get; set; }

    /// <summary>Gorse's JSON of the ids; null until somebody has written it.</summary>
    internal byte[]? Gorse { get; set; }
}

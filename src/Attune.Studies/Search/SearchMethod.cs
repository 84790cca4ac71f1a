namespace Attune.Studies;

/// <summary>How a search chooses what to try next.</summary>
public enum SearchMethod
{
    /// <summary>Tree-structured Parzen estimator: tries what lies where good trials were dense and bad ones were not. The default.</summary>
    Tpe,

    /// <summary>Draws each option independently and evenly on its scale.</summary>
    Random,

    /// <summary>All combinations of a few levels of each option, in a shuffled order.</summary>
    Grid,
}

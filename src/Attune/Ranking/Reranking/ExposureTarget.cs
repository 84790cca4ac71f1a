namespace Attune;

/// <summary>What share of the places is due to a group of items.</summary>
public enum ExposureTarget
{
    /// <summary>Its share of the interactions of training: as much as it is asked for.</summary>
    Interactions,

    /// <summary>Its share of the items of the catalog: every item alike.</summary>
    Catalog,
}

namespace Attune;

/// <summary>Where a number of energy comes from. Whatever shows the number says this too.</summary>
public enum EnergyOrigin
{
    /// <summary>There is no meter, so there is no number.</summary>
    NotMeasured,

    /// <summary>A meter was read while the work was done.</summary>
    Measured,

    /// <summary>Worked out from something else, as from processor time; never to be told as measured.</summary>
    Estimated,

    /// <summary>Read from the log of an earlier measurement.</summary>
    Replayed,
}

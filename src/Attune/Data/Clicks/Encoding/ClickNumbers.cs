namespace Attune;

/// <summary>What becomes of the numbers of a field of click rows.</summary>
public enum ClickNumbers
{
    /// <summary>sign(x)·log(1 + |x|), less its mean over the training rows, divided by its standard deviation there: the field stays a number.</summary>
    Standardized,

    /// <summary>Buckets between quantiles of the training rows, each a label: as many rows in one as in another, as far as ties allow.</summary>
    Quantiles,

    /// <summary>Labels: ⌊log(x)²⌋ above 2, the whole number itself up to 2; usual for Criteo's counts. Labels rarer than the field's minimum are unknown.</summary>
    LogSquares,
}

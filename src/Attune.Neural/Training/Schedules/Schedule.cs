namespace Attune.Neural;

/// <summary>How the step size changes in the course of a training.</summary>
public enum Schedule
{
    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>It falls in a straight line, to 0 after the last step.</summary>
    Linear,

    /// <summary>It falls along half a cosine, to 0 after the last step (Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts).</summary>
    Cosine,
}

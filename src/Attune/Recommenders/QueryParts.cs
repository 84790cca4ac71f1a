namespace Attune;

/// <summary>The parts of a <see cref="Query"/>.</summary>
[Flags]
public enum QueryParts
{
    /// <summary>Nothing: the same list for everybody.</summary>
    None = 0,

    /// <summary>A user known from training.</summary>
    User = 1,

    /// <summary>A history: whoever reads it can score users that training has never seen.</summary>
    History = 2,

    /// <summary>The time of showing.</summary>
    Time = 4,

    /// <summary>Circumstances as named feature values.</summary>
    Context = 8,

    /// <summary>A domain.</summary>
    Domain = 16,

    /// <summary>Words.</summary>
    Text = 32,

    /// <summary>What happened since training, learned event by event.</summary>
    News = 64,

    /// <summary>What a model has read already.</summary>
    State = 128,
}

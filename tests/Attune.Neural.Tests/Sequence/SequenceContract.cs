using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The contract of a model that needs libtorch, skipped where that is missing; and what every model promises that reads histories through a network.</summary>
public abstract class SequenceContract : RecommenderContract
{
    protected SequenceContract() => Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");
}

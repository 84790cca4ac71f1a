namespace Attune.Serving.Tests;

/// <summary>A clock that shows what it was set to.</summary>
sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

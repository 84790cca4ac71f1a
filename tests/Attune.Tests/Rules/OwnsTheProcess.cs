namespace Attune.Tests;

/// <summary>Tests that change what the whole process shares (the console, the current folder) run alone.</summary>
[CollectionDefinition(nameof(OwnsTheProcess), DisableParallelization = true)]
public sealed class OwnsTheProcess;

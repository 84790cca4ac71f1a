using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

/// <summary>How properties are checked: 200 generated cases, the same ones in every run, told of only where they fail.</summary>
static class Properties
{
    internal static void Holds(this Property property) => property.Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(200).WithReplay(20110101, 1));
}

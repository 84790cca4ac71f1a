using System.CommandLine;
using System.CommandLine.Invocation;

namespace Attune.Cli;

/// <summary>What a command does once its words are understood.</summary>
sealed class Work(Action<Call> action) : SynchronousCommandLineAction
{
    internal void Do(Call call) => action(call);

    /// <summary>Never called: <see cref="App"/> runs the work with its own writers and errors.</summary>
    public override int Invoke(ParseResult parseResult) => throw new NotSupportedException();
}

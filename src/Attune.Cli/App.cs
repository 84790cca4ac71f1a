using System.CommandLine;
using System.CommandLine.Invocation;
using Attune.Neural;
using Attune.Trees;

namespace Attune.Cli;

/// <summary>The tool: words in, text or JSON out, an exit code. It touches no global console, so that tests and other programs can run it.</summary>
static class App
{
    // Their options are read, nothing more: libtorch is loaded when one of them is trained or opened, ML.NET when one is trained.
    static App()
    {
        Trainers.Register(typeof(Sasrec).Assembly);
        Trainers.Register(typeof(CadenceTrees).Assembly);
    }

    /// <summary>Runs one command and returns its exit code.</summary>
    /// <param name="args">The words of the command line.</param>
    /// <param name="output">Gets the answer and nothing else.</param>
    /// <param name="error">Gets progress, notes and errors.</param>
    /// <param name="cancellation">Ends the work, which then leaves nothing half-written.</param>
    /// <param name="screen">What a person sees; null where nobody watches.</param>
    internal static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default, Screen? screen = null)
    {
        if (args.Count == 0)
        {
            output.WriteLine(Guide.Text);
            return ExitCode.Success;
        }
        var parsed = Root.Tree.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Action switch
        {
            ParseErrorAction => Misused(parsed, error),
            Work when Misuse.HasStrayOption(parsed) => Misused(parsed, error),
            Work work => Guarded(new Call(parsed, output, error, screen ?? new Screen(), cancellation), work),
            _ => Answer(parsed, output, error),
        };
    }

    static int Guarded(Call call, Work work)
    {
        try
        {
            work.Do(call);
            return ExitCode.Success;
        }
        catch (Exception e) when (Cause(e) is OperationCanceledException && call.Cancellation.IsCancellationRequested)
        {
            call.Complain("stopped; nothing was left half-written.");
            return ExitCode.Stopped;
        }
        catch (Exception e)
        {
            call.Complain(Cause(e));
            return Cause(e) is UsageException or OptionsException ? ExitCode.Misused : ExitCode.Failed;
        }
    }

    // What many threads throw together was thrown by one of them first.
    static Exception Cause(Exception e) => e is AggregateException { InnerExceptions: [var first, ..] } ? Cause(first) : e;

    static int Misused(ParseResult parsed, TextWriter error)
    {
        error.WriteLine($"error: {Misuse.Of(parsed)} See {Verb.PathOf(parsed.CommandResult)} --help.");
        return ExitCode.Misused;
    }

    static int Answer(ParseResult parsed, TextWriter output, TextWriter error) =>
        parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}

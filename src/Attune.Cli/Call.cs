using System.CommandLine;
using System.CommandLine.Parsing;
using Attune.Neural;

namespace Attune.Cli;

/// <summary>One call of the tool: what was asked for, and where answers, progress and notes go. One thread writes; progress may come from many.</summary>
sealed class Call(ParseResult parsed, TextWriter output, TextWriter error, Screen screen, CancellationToken cancellation)
{
    readonly List<string> _notes = [];

    /// <summary>Who is told which phase the work is in; null for nobody.</summary>
    internal IPhaseObserver? Phases { get; set; }

    /// <summary>Ends the work.</summary>
    internal CancellationToken Cancellation => cancellation;

    /// <summary>Whether the answer is JSON.</summary>
    internal bool Json => Value(Root.Json);

    /// <summary>What has been noted so far: for the <c>notes</c> of an answer in JSON.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether only errors are told.</summary>
    internal bool Quiet => Value(Root.Quiet);

    /// <summary>Whether everything is told.</summary>
    internal bool IsVerbose => Value(Root.Verbose);

    /// <summary>The value of an option, or its default.</summary>
    internal T? Value<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The value of an argument, or its default.</summary>
    internal T Value<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Whether the option was written.</summary>
    internal bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>An option as it was written, for a command line to repeat.</summary>
    internal string Words(Option option) => parsed.GetResult(option)!.Tokens is { Count: > 0 } words ? string.Join(' ', words.Select(t => $"{option.Name} {Quoted(t.Value)}")) : option.Name;

    /// <summary>An option as it was written, word by word.</summary>
    internal IEnumerable<string> TokensOf(Option option) => [option.Name, .. parsed.GetResult(option)!.Tokens.Select(t => t.Value)];

    /// <summary>All words of the command line, without these options and their values.</summary>
    internal IReadOnlyList<string> WordsWithout(params IEnumerable<Option> options)
    {
        var left = options.Select(parsed.GetResult).OfType<OptionResult>().SelectMany(r => r.Tokens.Append(r.IdentifierToken)).OfType<Token>().ToList();
        return [.. parsed.Tokens.Where(t => !left.Any(l => ReferenceEquals(l, t))).Select(t => t.Value)];
    }

    /// <summary>A word as a shell reads it: in quotes where it must be.</summary>
    internal static string Quoted(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./\\:=,@+%".Contains(c, StringComparison.Ordinal)) ? word : $"\"{word}\"";

    /// <summary>The value of an option that this use of the command cannot do without.</summary>
    internal T Needed<T>(Option<T> option, string why) =>
        Value(option) ?? throw new UsageException($"{option.Name} is missing: {why}");

    /// <summary>Gives the answer: as JSON where that was asked for, else as text.</summary>
    internal void Answer(object json, Report text)
    {
        output.WriteLine(Json ? JsonText.Of(json) : text.ToText(screen.Width).TrimEnd());
        output.Flush();
    }

    /// <summary>Gives an answer of one line while the work goes on, or where a program reads it: JSON where that was asked for; no text where it is null.</summary>
    internal void AnswerLine(object json, string? text)
    {
        if (Json || text is not null) output.WriteLine(Json ? JsonText.LineOf(json) : text);
        output.Flush();
    }

    /// <summary>Gives a line as it is to the program that reads it.</summary>
    internal void AnswerLine(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    /// <summary>Tells what a reader of the answer should know; said once.</summary>
    internal void Note(string text)
    {
        if (_notes.Contains(text)) return;
        _notes.Add(text);
        if (!Quiet) error.WriteLine($"note: {text}");
    }

    /// <summary>Takes over the notes of a result. Its text shows them; beside JSON they are told too.</summary>
    internal void Keep(IEnumerable<string> notes)
    {
        if (Json)
            foreach (var note in notes) Note(note);
    }

    /// <summary>Tells that something is done, to whoever watches.</summary>
    internal void Say(string text)
    {
        if (!Quiet) Log(text);
    }

    /// <summary>Writes a line of a log; many threads may.</summary>
    internal void Log(string line)
    {
        lock (_notes) error.WriteLine(line);
    }

    /// <summary>Does long work under a title and shows how far it is: a bar with the time left for a person, a line now and then for a log.</summary>
    internal T Working<T>(string title, Func<IProgress<FitProgress>, T> work)
    {
        cancellation.ThrowIfCancellationRequested();
        return Quiet ? work(Silence.Progress) : screen.Bars ? ProgressBar.Show(error, screen.Colors, title, work) : work(new ProgressLines(error, title));
    }

    /// <summary>Does work that belongs to a phase.</summary>
    internal T During<T>(WorkPhase phase, Func<T> work)
    {
        using var during = Phases?.Enter(phase);
        return work();
    }

    /// <summary>The same for work that waits for others: the tool's one thread waits with it.</summary>
    internal T Working<T>(string title, Func<IProgress<FitProgress>, Task<T>> work) => Working(title, progress => work(progress).GetAwaiter().GetResult());

    /// <summary>One line on what went wrong; everything with --verbose.</summary>
    internal void Complain(Exception e)
    {
        // A store says by itself what to do.
        Complain(e is IOException { Source: not "Attune.Serving" } or UnauthorizedAccessException ? $"{OneLine(e).TrimEnd('.')}. Check that the path is right, that the disk has room and that you have the permission." : OneLine(e));
        if (IsVerbose) error.WriteLine(e);
        else if (e is not (UsageException or OptionsException or DataException or ArgumentException or IOException or UnauthorizedAccessException or TorchException or TorchNotAvailableException or TorchException))
            error.WriteLine("This is a defect of Attune: please report it, with what --verbose shows.");
    }

    /// <inheritdoc cref="Complain(Exception)"/>
    internal void Complain(string text) => error.WriteLine($"error: {text}");

    /// <summary>The message of an exception on one line.</summary>
    internal static string OneLine(Exception e)
    {
        var text = e is ArgumentException { ParamName: { Length: > 0 } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
        return string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}

using System.Collections;
using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>Which events are new, and which of them are the reference: the most recent ones, never later than the data.</summary>
sealed class StretchOptions : IEnumerable<Option>
{
    readonly Option<string> _from = new("--from") { HelpName = "DATE", Description = "New are the events from this time on, as 2011-09-01 or 2011-09-01T12:00." };
    readonly Option<string> _last = new("--last") { HelpName = "SPAN", Description = "Instead of --from: new are those of this last stretch, as 90d." };
    readonly Option<string> _until = new("--until") { HelpName = "DATE", Description = "Look at no event from this time on: what models are to be measured on. Default: all." };
    readonly Option<string> _reference = new("--reference") { HelpName = "SPAN", Description = "What the choice is to be like: this most recent stretch.", DefaultValueFactory = _ => "30d" };
    readonly Option<int> _references = new("--references") { HelpName = "N", Description = "How many chunks of it are drawn.", DefaultValueFactory = _ => 100 };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_from, _last, _until, _reference, _references]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The stretches, read before any data is: what is wrong with a word is told at once.</summary>
    internal Func<Dataset, (DateTimeOffset? From, DateTimeOffset Reference, DateTimeOffset End)> Read(Call call)
    {
        if (call.Has(_from) && call.Has(_last)) throw new UsageException("--from and --last both say which events are new; write one of them.");
        var (from, until) = (DateOf(call, _from), DateOf(call, _until));
        TimeSpan? last = call.Value(_last) is { } text ? TimeText.Read(_last.Name, text) : null;
        var reference = TimeText.Read(_reference.Name, call.Value(_reference)!);
        if (call.Value(_references) is < 1 and var few) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--references is {few}; it must be 1 or more."));
        return data =>
        {
            if (!data.HasTimes) throw new DataException($"The events of {data.Name} have no times, so none of them is new; name a column of times (--columns time=…).");
            var times = data.Events.Times.ToArray();
            var end = DateTimeOffset.FromUnixTimeMilliseconds(times.Max() + 1);
            if (until is { } limit && limit < end) end = limit;
            var begin = from ?? (last is { } span ? end - span : null);
            if (begin >= end) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{(from is null ? _last.Name : _from.Name)}: no event of {data.Name} is new; what is looked at ends {end.UtcDateTime:yyyy-MM-dd}."));
            return (begin, end - reference, end);
        };
    }

    /// <summary>How many chunks of the reference are drawn.</summary>
    internal int References(Call call) => call.Value(_references);

    static DateTimeOffset? DateOf(Call call, Option<string> option) => call.Value(option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date
        : throw new UsageException($"{option.Name}: '{text}' is not a date; write it as 2011-09-01 or 2011-09-01T12:00.");
}

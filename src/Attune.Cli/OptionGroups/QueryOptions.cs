using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>For whom: a user that training knows, a history, words, or several of these.</summary>
sealed class QueryOptions : IEnumerable<Option>
{
    readonly Option<string> _user = new("--user") { HelpName = "ID", Description = "A user." };
    readonly Option<string> _history = new("--history") { HelpName = "ID,ID,…", Description = "The items of a history, oldest first; takes the place of what training knew of the user." };
    readonly Option<string> _text = new("--text") { HelpName = "WORDS", Description = "Words, for models that read them." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_user, _history, _text]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether somebody is asked for at all.</summary>
    internal bool AreWritten(Call call) => this.Any(call.Has);

    internal string? User(Call call) => call.Value(_user);

    internal string? Text(Call call) => call.Value(_text);

    /// <summary>The query; ids that the model does not know are noted.</summary>
    internal Query Read(Call call, IRecommender model)
    {
        if (!AreWritten(call)) throw new UsageException("For whom? Write --user ID, --history ID,ID or --text WORDS.");
        var user = User(call) is { } id ? model.Catalog.Users.IndexOf(id) : -1;
        if (user < 0 && User(call) is { } unknown) call.Note($"The user '{unknown}' is unknown to this model.");
        return new Query { User = user, History = History(call, model.Catalog.Items), Text = Text(call) };
    }

    int[]? History(Call call, Vocabulary items)
    {
        if (call.Value(_history) is not { } text) return null;
        var known = new List<int>();
        foreach (var id in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (items.IndexOf(id) is >= 0 and var index) known.Add(index);
            else call.Note($"The item '{id}' of the history is unknown to this model.");
        return [.. known];
    }
}

using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Attune.Cli;

/// <summary>
/// How a server is set up, as configuration: a file, the environment, then the command line; the later wins. Everything becomes the section "Attune" that an
/// application which embeds the server writes into its own settings, so that there is one way to set it up.
/// </summary>
sealed class ServerSettings : IEnumerable<Option>
{
    const string Section = "Attune", FeedVariable = "ATTUNE_FEED";
    readonly Option<string> _store = new("--store") { HelpName = "DIR|postgres:…", Description = $"Where data is kept: a folder (SQLite), postgres:CONNECTION, or memory. Default: what the variable {StoreName.Variable} or the configuration names." };
    readonly Option<string> _space = new("--space") { HelpName = "NAME", Description = "The space (tenant) of requests that name none. Default: default." };
    readonly Option<string> _model = new("--model") { HelpName = "NAME", Description = "What the server trains (attune models lists them). Default: als." };
    readonly Settings _set = [];
    readonly Option<string> _every = new("--retrain-every") { HelpName = "1h|off", Description = "The longest time from one training to the next while new events come; off: the server never trains. Default: 1h." };
    readonly Option<string> _weights = new("--weights") { HelpName = "TYPE=W,…", Description = "What an event of each type counts: view=0.2,cart=0.5,purchase=1. Default: 1." };
    readonly Option<string> _keys = new("--keys") { HelpName = "FILE", Description = "JSON with the API keys' names, hashes, scopes and spaces: {\"keys\":[{\"name\":\"shop\",\"hash\":\"…\",\"scopes\":[\"read\",\"write\"]}]}." };
    readonly Option<string> _feed = new("--feed") { HelpName = "amqp://…", Description = $"Take events from RabbitMQ, too. With a password it is better named by the variable {FeedVariable}." };
    readonly Option<string> _config = new("--config") { HelpName = "FILE", Description = "JSON with a section \"Attune\" (all options of the server), and \"Kestrel\" for certificates." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_store, _space, _model, .. _set, _every, _weights, _keys, _feed, _config]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds everything to a configuration and returns the section of the server.</summary>
    internal IConfigurationSection Read(Call call, IConfigurationManager configuration)
    {
        if (call.Value(_config) is { } file)
        {
            AddFile(configuration, "--config", file);
            if (!configuration.GetSection(Section).Exists()) throw new UsageException($"--config: {file} has no section \"{Section}\"; write the options of the server into {{\"{Section}\": {{…}}}}.");
        }
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(Written(call).Select(p => KeyValuePair.Create($"{Section}:{p.Key}", (string?)p.Value)));
        var section = configuration.GetSection(Section);
        if (section["Store"] is not { Length: > 0 })
            throw new UsageException($"--store is missing: name a folder (--store shop), a database (--store postgres:…), or set {StoreName.Variable}, where no other user of this machine sees a password.");
        return section;
    }

    // Of one option the last counts, so the variables stand before the words of the command line.
    IEnumerable<KeyValuePair<string, string>> Written(Call call)
    {
        if (StoreName.Named(Environment.GetEnvironmentVariable(StoreName.Variable)) is { } named && !call.Has(_store)) yield return new("Store", named);
        if (Environment.GetEnvironmentVariable(FeedVariable) is { Length: > 0 } feed && !call.Has(_feed)) yield return new("Feed:RabbitMq", feed);
        if (call.Value(_store) is { } store) yield return new("Store", StoreName.AddressOf("--store", store));
        if (call.Value(_space) is { } space) yield return new("Space", space);
        if (call.Value(_feed) is { } broker) yield return new("Feed:RabbitMq", broker);
        foreach (var training in Training(call)) yield return training;
        foreach (var (type, weight) in DataOptions.KindWeights(call.Value(_weights))) yield return new($"Feedback:Weights:{type}", weight.ToString(CultureInfo.InvariantCulture));
        if (call.Value(_keys) is { } keys)
            foreach (var key in Keys(keys)) yield return key;
    }

    // The model and its options are tried here: a server that finds out at its first training would find out an hour too late.
    IEnumerable<KeyValuePair<string, string>> Training(Call call)
    {
        if (call.Value(_model) is { } model || _set.AreWritten(call))
        {
            var name = call.Value(_model) ?? "als";
            _set.Apply(call, ModelOptions.TrainerOf("--model", name), seed: 42);
            yield return new("Retrain:Model", name);
            foreach (var (key, value) in _set.Written(call)) yield return new($"Retrain:Settings:{key}", value);
        }
        if (call.Value(_every) is not { } every) yield break;
        yield return every == "off" ? new("Retrain:IsOn", "false") : new("Retrain:Every", TimeText.Read("--retrain-every", every).ToString("c", CultureInfo.InvariantCulture));
    }

    // A file without keys would leave the server open, which nobody who names one means.
    static IEnumerable<KeyValuePair<string, string>> Keys(string file)
    {
        var read = new ConfigurationManager();
        AddFile(read, "--keys", file);
        var keys = read.GetSection("Keys");
        if (!keys.GetChildren().Any()) throw new UsageException($"--keys: {file} has no keys; write {{\"keys\":[{{\"name\":\"shop\",\"hash\":\"…\",\"scopes\":[\"read\",\"write\"]}}]}}, with hashes from attune serve --hash-key.");
        return keys.AsEnumerable().Where(k => k.Value is not null).Select(k => KeyValuePair.Create($"Api:{k.Key}", k.Value!));
    }

    static void AddFile(IConfigurationManager configuration, string option, string file)
    {
        if (!File.Exists(file)) throw new UsageException($"{option}: there is no file {file}.");
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or JsonException)
        {
            throw new DataException($"{file} is no JSON with an object at its top: {Call.OneLine(e.InnerException ?? e)}", e);
        }
    }
}

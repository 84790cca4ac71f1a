using System.Collections;
using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary>How a long neural training is kept safe, watched and shared out over processes.</summary>
sealed class SetupOptions : IEnumerable<Option>
{
    readonly Option<string> _checkpoint = new("--checkpoint") { HelpName = "DIR", Description = "Keep checkpoints of a neural training in this folder, and go on from the one that is there." };
    readonly Option<string> _log = new("--log") { HelpName = "FILE", Description = "Add a line of JSON on loss, speed and learning rate for every tenth step and every epoch of a neural training." };
    readonly Option<string> _nodes = new("--nodes") { HelpName = "HOST:PORT", Description = "Train one neural model together with other processes, which meet where rank 0 listens. Each reads the same data with the same settings." };
    readonly Option<int?> _rank = new("--rank") { HelpName = "R", Description = "With --nodes: which of the processes this is, from 0. Rank 0 keeps the model." };
    readonly Option<int?> _world = new("--world") { HelpName = "N", Description = "With --nodes: how many processes there are." };
    readonly Option<string> _address = new("--address") { HelpName = "A", Description = "With --nodes: this machine's own address, by which the others reach it. Default: that of its name." };
    readonly Option<int?> _replicas = new("--local-replicas") { HelpName = "N", Description = "Train one neural model with N processes on this machine, which share the threads: this one is rank 0 and starts the others." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_checkpoint, _log, _nodes, _rank, _world, _address, _replicas]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The options as they were written; a combination that cannot be is an error.</summary>
    internal TrainingSetup Read(Call call, RunOptions run) => new()
    {
        Device = run.Device(call),
        Checkpoints = call.Value(_checkpoint),
        Log = call.Value(_log),
        Peers = PeersOf(call),
    };

    /// <summary>Whether all processes are on this machine.</summary>
    internal bool IsLocal(Call call) => call.Value(_replicas) is > 1;

    /// <summary>Starts the other processes of --local-replicas, if it was written; without the options that are this one's alone.</summary>
    internal Replicas? Start(Call call, TrainingSetup setup, int threads, IEnumerable<Option> own) => IsLocal(call) && setup.Peers is { } peers ? new Replicas(call.WordsWithout([_replicas, RunOptions.OfAll, Root.Quiet, .. own]), peers, threads) : null;

    /// <summary>The options that a model which is not neural does not read.</summary>
    internal void NoteUnread(Call call, ITrainer trainer, RunOptions run)
    {
        var unread = this.Append(run.DeviceOption).Where(call.Has).Select(o => o.Name).ToList();
        if (unread.Count > 0 && !trainer.ReadsSetup) call.Note($"{Options.NameOf(trainer.GetType())} is no neural model: {string.Join(", ", unread)} changed nothing.");
    }

    TrainingPeers? PeersOf(Call call)
    {
        if (call.Value(_replicas) is { } replicas)
        {
            if (call.Has(_nodes) || call.Has(_rank) || call.Has(_world) || call.Has(_address)) throw new UsageException("--local-replicas finds its own meeting place: leave out --nodes, --rank, --world and --address, or leave out --local-replicas.");
            if (replicas is < 1 or > 1024) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--local-replicas is {replicas}; it must be from 1 to 1024."));
            return replicas == 1 ? null : new TrainingPeers("127.0.0.1", Replicas.FreePort(), 0, replicas) { Address = "127.0.0.1" };
        }
        if (!call.Has(_nodes))
            return new Option[] { _rank, _world, _address }.FirstOrDefault(call.Has) is { } lonely ? throw new UsageException($"{lonely.Name} is for training with other processes: name with --nodes HOST:PORT where they meet.") : null;
        var (rank, world) = (call.Needed(_rank, "say which of the processes this is, from 0.")!.Value, call.Needed(_world, "say how many processes there are.")!.Value);
        if (world < 1) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--world is {world}; it must be 1 or more."));
        if (rank < 0 || rank >= world) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--rank is {rank}; of {world} processes it must be from 0 to {world - 1}."));
        var (host, port) = Meeting(call.Value(_nodes)!);
        return new TrainingPeers(host, port, rank, world) { Address = call.Value(_address) };
    }

    static (string Host, int Port) Meeting(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? (text[..colon].Trim('[', ']'), port) : throw new UsageException($"--nodes: '{text}' is not HOST:PORT with a port from 1 to 65535, as in 10.0.0.1:29400.");
}

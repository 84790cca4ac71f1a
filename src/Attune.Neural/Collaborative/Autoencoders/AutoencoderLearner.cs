using Attune.Numerics;

namespace Attune.Neural;

/// <summary>What an autoencoder learns in a step: to name all items of some users from a part of them. A target is an item of a user. What is hidden and what is drawn follows from the seed, the epoch and the user.</summary>
sealed class AutoencoderLearner : ILearner
{
    readonly IAutoencoder _options;
    readonly AutoencoderNetwork _network;
    readonly CsrMatrix _preferences;
    readonly Init _init;
    readonly int[] _users;
    readonly Deal _deal;
    readonly Seed _hides, _draws;
    readonly long _steps;

    internal AutoencoderLearner(IAutoencoder options, AutoencoderNetwork network, CsrMatrix preferences, Init init)
    {
        (_options, _network, _preferences, _init) = (options, network, preferences, init);
        var trainer = (NetworkTrainer)options;
        Seed seed = trainer.Seed;
        (_hides, _draws) = (seed.Derive("dropout"), seed.Derive("noise"));
        _users = [.. Enumerable.Range(0, preferences.Rows).Where(u => preferences.RowLength(u) > 0)];
        _deal = new Deal(_users.Length, options.BatchSize, seed);
        _steps = trainer.StepsOf(_deal.Steps);
    }

    public int Steps => _deal.Steps;

    public long Targets => _preferences.Count;

    public string Data => CollaborativeFit.Fingerprint(_preferences);

    public long TargetsOf(Part part)
    {
        var all = 0L;
        foreach (var example in _deal.Of(part.Epoch, part.Step)) all += _preferences.RowLength(_users[example]);
        return all;
    }

    public Learned Learn(Part part)
    {
        var users = Array.ConvertAll(_deal.Of(part, out var share), e => _users[e]);
        var batch = PreferenceBatch.Of(_preferences, users, _options.Dropout, _hides.Derive(part.Epoch));
        var noise = _options.IsVariational ? NoiseOf(users, _draws.Derive(part.Epoch)).To(_init.DType).To(_init.Device) : default;
        var loss = _network.Backward(batch, noise, _options.KlWeight((long)part.Epoch * Steps + part.Step, _steps), share);
        return new Learned(loss, share, batch.Columns.Length, TargetsOf(part));
    }

    Tensor NoiseOf(int[] users, Seed seed)
    {
        var width = _options.Latent;
        var noise = Tensor.Empty([users.Length, width]);
        Rows.ForEach(users.Length, 16L * width, r =>
        {
            var stream = seed.Derive(users[r]).Stream();
            foreach (ref var n in noise.Span<float>().Slice(r * width, width)) n = (float)stream.NextGaussian();
        });
        return noise;
    }
}

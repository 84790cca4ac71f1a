namespace Attune.Neural;

/// <summary>Makes optimisers of settings.</summary>
static class Optimizers
{
    const double Beta1 = 0.9, Beta2 = 0.999, MuonMomentum = 0.95;

    /// <summary>The optimiser that the settings ask for, over these parameters; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such kind, or a number out of its range.</exception>
    internal static Optimizer Of(OptimizerSettings settings, IReadOnlyList<Parameter> parameters)
    {
        var (s, rate) = (settings, settings.LearningRate);
        return s.Kind switch
        {
            OptimizerKind.Adam => new Adam(parameters, rate)
            {
                Beta1 = s.Beta1 ?? Beta1, Beta2 = s.Beta2 ?? Beta2, Beta2HalfLife = s.Beta2HalfLife, WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed,
            },
            OptimizerKind.Sgd => new Sgd(parameters, rate) { WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed },
            OptimizerKind.Momentum => new Sgd(parameters, rate, s.Beta1 ?? Beta1) { WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed },
            OptimizerKind.Signum => new Signum(parameters, rate, s.Beta1 ?? Beta1) { WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed },
            OptimizerKind.Adafactor => new Adafactor(parameters, rate)
            {
                Beta2 = s.Beta2 ?? Beta2, Beta2HalfLife = s.Beta2HalfLife, Power = s.DecayPower, WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed,
            },
            OptimizerKind.Muon => new Muon(parameters, rate)
            {
                Momentum = s.Beta1 ?? MuonMomentum, Beta2 = s.Beta2 ?? Beta2, Beta2HalfLife = s.Beta2HalfLife, WeightDecay = s.WeightDecay, Tables = s.Tables, Rounding = s.Rounding, Seed = s.Seed,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(settings), s.Kind, $"There is no optimiser of this kind; use one of {string.Join(", ", Enum.GetNames<OptimizerKind>())}."),
        };
    }
}

namespace Attune.Neural.Tests;

/// <summary>Gradient descent with momentum 0.9, written plainly.</summary>
sealed class TinySgd : Optimizer
{
    readonly Parameter[] _velocities;

    internal TinySgd(IReadOnlyList<Parameter> parameters, double learningRate) : base(parameters)
    {
        LearningRate = learningRate;
        using var scope = new Scope();
        _velocities = new Parameter[parameters.Count];
        for (var i = 0; i < _velocities.Length; i++) _velocities[i] = new("velocity." + parameters[i].Name, scope.Keep(parameters[i].Value.Detach().ZerosLike()));
    }

    public override IEnumerable<Parameter> State => _velocities;

    public override void Step()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        for (var i = 0; i < _velocities.Length; i++)
        {
            if (Parameters[i].Value.Gradient is not { IsDefined: true } gradient) continue;
            _velocities[i].Value.MultiplyInPlace(0.9).AddInPlace(gradient);
            Parameters[i].Value.AddInPlace(_velocities[i].Value, -LearningRate);
        }
        Steps++;
    }
}

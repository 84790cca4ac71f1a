using System.Runtime.ExceptionServices;

namespace Attune.Neural;

// A step that is taken within the backward pass.
public abstract partial class Optimizer
{
    /// <summary>
    /// Begins a step that the next backward pass takes: until disposal each parameter is moved as soon as its gradient is whole, and the gradient is let go, so that only one is in
    /// memory at a time. Equal to a backward pass and <see cref="Step"/> after it. Disposal ends the step: what has a gradient and was not reached by the pass is moved then. One
    /// backward pass to a step; for the norm of all gradients, for several parts and for several processes all gradients must be there at once, so use <see cref="Step"/>.
    /// </summary>
    /// <param name="targets">Training targets that the pass is of, from 1. Default 1.</param>
    /// <returns>What ends the step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No targets.</exception>
    /// <exception cref="InvalidOperationException">The step before has not ended.</exception>
    public IDisposable FuseIntoBackward(long targets = 1)
    {
        if (_fusing) throw new InvalidOperationException("The step before is still fused into its backward pass: dispose what FuseIntoBackward() gave before the next.");
        Begin(targets);
        _fusing = true;
        return new FusedStep(this);
    }

    // Moves a parameter whose gradient is there, and lets that go.
    void MoveOne(int index)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        if (SlopeOf(index) is not { } slope) return;
        Move([slope], 1);
        var value = Parameters[index].Value;
        value.Gradient = default;
    }

    sealed class FusedStep : IDisposable
    {
        readonly Optimizer _optimizer;
        readonly GradientHook[] _hooks;
        readonly bool[] _moved;
        bool _ended;

        internal FusedStep(Optimizer optimizer)
        {
            (_optimizer, _moved) = (optimizer, new bool[optimizer.Parameters.Count]);
            _hooks = [.. optimizer.Parameters.Select((p, i) => new GradientHook(p.Value, () => Reached(i)))];
        }

        void Reached(int index)
        {
            if (_moved[index])
                throw new InvalidOperationException($"'{_optimizer.Parameters[index].Name}' was moved already: a step that is fused into the backward pass takes one pass. Call FuseIntoBackward() anew for each, or Step() after several.");
            _moved[index] = true;
            _optimizer.MoveOne(index);
        }

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            foreach (var hook in _hooks) hook.Dispose();
            _optimizer._fusing = false;
            var failed = _hooks.Select(h => h.Failure).FirstOrDefault(f => f is not null);
            if (failed is not null) ExceptionDispatchInfo.Throw(failed);
            for (var i = 0; i < _moved.Length; i++) _optimizer.MoveOne(i);
        }
    }
}

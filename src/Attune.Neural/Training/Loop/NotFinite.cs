using System.Globalization;

namespace Attune.Neural;

/// <summary>Says where numbers ceased to be finite, and what to change.</summary>
static class NotFinite
{
    /// <summary>The error of a step whose loss or gradient is NaN or infinite: nothing was changed by it.</summary>
    internal static OptionsException Error(TrainingLoop loop, TrainingPlace place, double loss)
    {
        var what = Holder(loop, p => p, "the parameter") ?? (double.IsFinite(loss) ? null : string.Create(CultureInfo.InvariantCulture, $"the loss is {loss}"))
            ?? Holder(loop, p => p.Gradient, "the gradient of") ?? "the gradients are too long for their type";
        var rate = string.Create(CultureInfo.InvariantCulture, $"{loop.Optimizer.LearningRate:g3}");
        return new OptionsException(loop.Name,
            [$"Training diverged at step {place.Step + 1} of epoch {place.Epoch + 1}: {what}. Lower the learning rate (now {rate}){(double.IsFinite(loop.ClipNorm) ? "" : ", clip gradients")}, or warm up for longer."]);
    }

    static string? Holder(TrainingLoop loop, Func<Tensor, Tensor> of, string kind)
    {
        using var scope = new Scope();
        foreach (var (name, value) in loop.Optimizer.Parameters)
        {
            if (of(value) is not { IsDefined: true } tensor) continue;
            var elements = tensor.IsStrided ? tensor : tensor.Coalesce().SparseValues();
            var wrong = elements.Count - (long)elements.IsFinite().To(DType.Float64).Sum().Item();
            if (wrong > 0) return string.Create(CultureInfo.InvariantCulture, $"{kind} '{name}' has {wrong} of {elements.Count} numbers that are not finite");
        }
        return null;
    }
}

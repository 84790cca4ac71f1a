namespace Attune.Neural;

/// <summary>The length of all gradients as one vector.</summary>
static class GradientNorm
{
    /// <summary>√Σ g² over all parameters. A sparse gradient's rows are added up first, so that each counts once.</summary>
    internal static double Of(IReadOnlyList<Parameter> parameters)
    {
        using var scope = new Scope();
        var norms = new List<Tensor>(parameters.Count);
        foreach (var (_, value) in parameters)
            if (value.Gradient is { IsDefined: true } gradient) norms.Add(Elements(value, gradient).Norm());
        return norms.Count == 0 ? 0 : Tensor.Stack([.. norms]).To(DType.Float64).Norm().Item();
    }

    /// <summary>Multiplies all gradients by a factor, in place.</summary>
    internal static void Shorten(IReadOnlyList<Parameter> parameters, double factor)
    {
        using var scope = new Scope();
        foreach (var (_, value) in parameters)
            if (value.Gradient is { IsDefined: true } gradient) Elements(value, gradient).MultiplyInPlace(factor);
    }

    /// <summary>The numbers of a gradient, dense or sparse.</summary>
    internal static Tensor Elements(Tensor parameter, Tensor gradient)
    {
        if (gradient.IsStrided) return gradient;
        var sum = gradient.Coalesce();
        parameter.Gradient = sum;
        return sum.SparseValues();
    }
}

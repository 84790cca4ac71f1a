namespace Attune.Neural;

/// <summary>Automatic differentiation: backward passes, and where they are not recorded.</summary>
public static unsafe class Gradients
{
    /// <summary>Records nothing on this thread until disposal: for scoring, and for optimisers.</summary>
    public static Off NotRecorded() => new(Native.GradientMode(0) != 0);

    /// <summary>
    /// Adds to every leaf that <paramref name="root"/> depends on the derivative of root · gradient. Without a gradient the root is one number.
    /// </summary>
    /// <param name="root">What to differentiate.</param>
    /// <param name="gradient">The weights of the root's elements, of its shape; undefined for 1.</param>
    /// <param name="retain">Whether the recording is kept for another pass.</param>
    public static void Backward(Tensor root, Tensor gradient = default, bool retain = false)
    {
        nint r = Slots.Pointer(root), g = gradient.IsDefined ? Slots.Pointer(gradient) : 0;
        Native.Check(Native.Backward(&r, &g, 1, retain ? 1 : 0, 0), $"The backward pass from {root}");
    }

    /// <summary>Several roots at once, each with its gradient.</summary>
    /// <param name="roots">What to differentiate.</param>
    /// <param name="gradients">The weights of each root's elements, of its shape.</param>
    /// <param name="retain">Whether the recording is kept for another pass.</param>
    public static void Backward(ReadOnlySpan<Tensor> roots, ReadOnlySpan<Tensor> gradients, bool retain = false)
    {
        if (roots.Length != gradients.Length) throw new ArgumentException($"{roots.Length} roots and {gradients.Length} gradients were given; give one gradient for each root.", nameof(gradients));
        var (r, g) = (Pointers(roots), Pointers(gradients));
        fixed (nint* first = r, second = g) Native.Check(Native.Backward(first, second, roots.Length, retain ? 1 : 0, 0), "The backward pass");
    }

    /// <summary>The derivatives of <paramref name="root"/> by <paramref name="inputs"/>, without touching any leaf; undefined where an input plays no part.</summary>
    /// <param name="root">What to differentiate: one number, or with a gradient any shape.</param>
    /// <param name="inputs">By what.</param>
    /// <param name="gradient">The weights of the root's elements; undefined for 1.</param>
    /// <param name="create">Whether the result can be differentiated again.</param>
    public static Tensor[] Of(Tensor root, ReadOnlySpan<Tensor> inputs, Tensor gradient = default, bool create = false)
    {
        nint r = Slots.Pointer(root), g = gradient.IsDefined ? Slots.Pointer(gradient) : 0;
        var (wanted, results) = (Pointers(inputs), new nint[inputs.Length]);
        fixed (nint* w = wanted, found = results) Native.Check(Native.Gradients(&r, &g, 1, w, inputs.Length, create ? 1 : 0, create ? 1 : 0, found), $"The gradients of {root}");
        return Array.ConvertAll(results, Scope.Enter);
    }

    static nint[] Pointers(ReadOnlySpan<Tensor> tensors)
    {
        var pointers = new nint[tensors.Length];
        for (var i = 0; i < pointers.Length; i++) pointers[i] = tensors[i].IsDefined ? Slots.Pointer(tensors[i]) : 0;
        return pointers;
    }

    /// <summary>Ends the stretch without recording.</summary>
    public readonly ref struct Off : IDisposable
    {
        readonly bool _before;

        internal Off(bool before) => _before = before;

        /// <inheritdoc/>
        public void Dispose() => Native.GradientMode(_before ? 1 : 0);
    }
}

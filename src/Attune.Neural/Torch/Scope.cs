namespace Attune.Neural;

/// <summary>
/// The lifetime of tensors: every tensor that an operation gives belongs to the innermost open scope of its thread and is freed with it.
/// <c>using var scope = new Scope();</c> … <c>return scope.Return(result);</c> hands a tensor on to the scope around it; <see cref="Keep"/> makes it the caller's
/// own, to be freed with <see cref="Tensor.Free"/>. Scopes end in the order opposite to their beginning, on the thread that began them. Costs no memory of
/// the managed heap.
/// </summary>
public readonly ref struct Scope : IDisposable
{
    [ThreadStatic] static Stack? t_stack;

    readonly int _depth;

    /// <summary>Opens a scope on this thread.</summary>
    public Scope() => _depth = (t_stack ??= new Stack()).Open();

    /// <summary>How many tensors are held now, over all threads and in and out of scopes.</summary>
    public static int LiveTensors => Slots.Live;

    /// <summary>Hands a tensor of this scope on to the scope around it; a tensor that is not of this scope stays where it is.</summary>
    /// <exception cref="InvalidOperationException">There is no scope around this one; open one there, or use <see cref="Keep"/>.</exception>
    public Tensor Return(Tensor tensor)
    {
        var stack = t_stack!;
        if (stack.Find(tensor) is < 0) return tensor;
        if (_depth == 1) throw new InvalidOperationException("There is no scope to return a tensor to; open one around this call, or keep the tensor with scope.Keep(tensor).");
        stack.MoveOut(tensor);
        return tensor;
    }

    /// <summary>Hands several tensors on.</summary>
    /// <inheritdoc cref="Return(Tensor)" path="/exception"/>
    public Tensor[] Return(Tensor[] tensors)
    {
        foreach (var tensor in tensors) Return(tensor);
        return tensors;
    }

    /// <summary>Takes a tensor out of this scope: it lives until <see cref="Tensor.Free"/>.</summary>
    public Tensor Keep(Tensor tensor)
    {
        t_stack!.Remove(tensor);
        return tensor;
    }

    /// <summary>Frees what the scope still holds.</summary>
    public void Dispose() => t_stack?.Close(_depth);

    /// <summary>Makes a fresh native tensor part of this thread's innermost scope.</summary>
    internal static Tensor Enter(nint pointer)
    {
        if (pointer == 0) return default;
        if (t_stack is not { Depth: > 0 } stack)
        {
            Native.Release(pointer);
            throw new InvalidOperationException("Tensors need a scope that ends their life: open one around this work with `using var scope = new Scope();`.");
        }
        var tensor = Slots.Add(pointer);
        stack.Push(tensor);
        return tensor;
    }

    sealed class Stack
    {
        Tensor[] _tensors = new Tensor[256];
        int[] _starts = new int[16];
        int _count;

        internal int Depth { get; private set; }

        internal int Open()
        {
            if (Depth == _starts.Length) Array.Resize(ref _starts, 2 * Depth);
            _starts[Depth] = _count;
            return ++Depth;
        }

        internal void Push(Tensor tensor)
        {
            if (_count == _tensors.Length) Array.Resize(ref _tensors, 2 * _count);
            _tensors[_count++] = tensor;
        }

        // Newest first: what is returned or kept was mostly made last.
        internal int Find(Tensor tensor)
        {
            for (var i = _count - 1; i >= _starts[Depth - 1]; i--)
                if (_tensors[i] == tensor) return i;
            return -1;
        }

        internal void MoveOut(Tensor tensor)
        {
            var (at, start) = (Find(tensor), _starts[Depth - 1]++);
            (_tensors[at], _tensors[start]) = (_tensors[start], tensor);
        }

        internal void Remove(Tensor tensor)
        {
            if (Find(tensor) is >= 0 and var at) _tensors[at] = _tensors[--_count];
        }

        // Ending an outer scope ends those left open within it, as after an exception.
        internal void Close(int depth)
        {
            if (depth > Depth) return;
            var start = _starts[depth - 1];
            while (_count > start) Slots.Release(_tensors[--_count]);
            Depth = depth - 1;
        }
    }
}

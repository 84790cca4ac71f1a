using System.Runtime.CompilerServices;

namespace Attune.Neural;

/// <summary>
/// Who is behind each <see cref="Tensor"/>: a table from slots to libtorch's tensors. A slot counts how often it was filled, so that a tensor used after its scope
/// has ended is an error and never somebody else's memory. Reading takes no lock: chunks never move.
/// </summary>
static class Slots
{
    const int Bits = 12, ChunkSize = 1 << Bits, Most = 1 << 15;

    static readonly Slot[]?[] s_chunks = new Slot[Most][];
    static readonly Lock s_gate = new();
    static int s_free = -1, s_used, s_live;

    /// <summary>Tensors that are held now, over all threads: equal before and after work that leaks nothing.</summary>
    internal static int Live => Volatile.Read(ref s_live);

    internal static Tensor Add(nint pointer)
    {
        if (pointer == 0) return default;
        lock (s_gate)
        {
            var slot = s_free;
            if (slot < 0)
            {
                slot = s_used++;
                s_chunks[slot >> Bits] ??= new Slot[ChunkSize];
            }
            ref var place = ref s_chunks[slot >> Bits]![slot & (ChunkSize - 1)];
            if (slot == s_free) s_free = place.Next;
            place.Pointer = pointer;
            s_live++;
            return new Tensor(slot, ++place.Generation);
        }
    }

    internal static nint Pointer(Tensor tensor)
    {
        ref var place = ref s_chunks[tensor.Slot >> Bits]![tensor.Slot & (ChunkSize - 1)];
        return place.Generation == tensor.Generation ? place.Pointer : Gone(tensor);
    }

    internal static bool Holds(Tensor tensor) => tensor.IsDefined && s_chunks[tensor.Slot >> Bits]![tensor.Slot & (ChunkSize - 1)].Generation == tensor.Generation;

    /// <summary>Gives the tensor back to libtorch; a second time does nothing.</summary>
    internal static void Release(Tensor tensor)
    {
        nint pointer;
        lock (s_gate)
        {
            ref var place = ref s_chunks[tensor.Slot >> Bits]![tensor.Slot & (ChunkSize - 1)];
            if (place.Generation != tensor.Generation) return;
            pointer = place.Pointer;
            (place.Pointer, place.Next) = (0, s_free);
            place.Generation++;
            s_free = tensor.Slot;
            s_live--;
        }
        Native.Release(pointer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static nint Gone(Tensor tensor) => tensor.IsDefined
        ? throw new ObjectDisposedException(nameof(Tensor), "This tensor's scope has ended. Hand it on with scope.Return(tensor), or keep it with scope.Keep(tensor).")
        : throw new InvalidOperationException("An undefined tensor (default) was used where a tensor is needed.");

    // A free slot has an even count, a filled one an odd one.
    struct Slot
    {
        internal nint Pointer;
        internal int Generation, Next;
    }
}

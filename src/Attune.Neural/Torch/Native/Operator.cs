using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Neural;

/// <summary>
/// One operator of libtorch, looked up by name and overload when first called ("aten::add", "Tensor"). Arguments stand in the order of its schema; those left
/// out at the end take the schema's defaults.
/// </summary>
sealed class Operator(string name, string overload = "")
{
    nint _found;

    /// <summary>Calls it and gives its one result.</summary>
    internal unsafe Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        Value result;
        Run(arguments, new Span<Value>(&result, 1));
        return Scope.Enter((nint)result.Payload);
    }

    /// <summary>Calls it where it has two results, as maximum and place.</summary>
    internal unsafe (Tensor First, Tensor Second) CallTwo(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc Value[2];
        Run(arguments, new Span<Value>(results, 2));
        return (Scope.Enter((nint)results[0].Payload), Scope.Enter((nint)results[1].Payload));
    }

    /// <summary>Calls it where it has three results.</summary>
    internal unsafe (Tensor First, Tensor Second, Tensor Third) CallThree(params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc Value[3];
        Run(arguments, new Span<Value>(results, 3));
        return (Scope.Enter((nint)results[0].Payload), Scope.Enter((nint)results[1].Payload), Scope.Enter((nint)results[2].Payload));
    }

    /// <summary>Calls it where its result is a list of tensors.</summary>
    internal unsafe Tensor[] CallList(params ReadOnlySpan<Value> arguments)
    {
        Value result;
        Run(arguments, new Span<Value>(&result, 1));
        var pointers = new ReadOnlySpan<nint>((void*)result.Payload, (int)result.Count);
        var tensors = new Tensor[pointers.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = Scope.Enter(pointers[i]);
        Native.Free((nint)result.Payload);
        return tensors;
    }

    /// <summary>Calls it where its result is a number or a truth value.</summary>
    internal unsafe double CallNumber(params ReadOnlySpan<Value> arguments)
    {
        Value result;
        Run(arguments, new Span<Value>(&result, 1));
        return result.AsDouble;
    }

    unsafe void Run(ReadOnlySpan<Value> arguments, Span<Value> results)
    {
        if (_found == 0) Find();
        int code;
        long count;
        fixed (Value* a = arguments, r = results) code = Native.Call(_found, a, arguments.Length, r, results.Length, &count);
        if (code != 0) throw Failed(arguments);
        Value.Arena.Clear();
        if (count != results.Length) throw new TorchException($"{this} gave {count} results where {results.Length} were expected.");
    }

    unsafe void Find()
    {
        Torch.Start();
        Torch.Start();
        if (Native.Find(name, overload, out var found, out _) != 0) throw new TorchException($"{Native.Reason}.");
        _found = found;
    }

    TorchException Failed(ReadOnlySpan<Value> arguments)
    {
        var reason = Native.Reason.Trim();
        var text = new StringBuilder(ToString()).Append('(');
        for (var i = 0; i < arguments.Length; i++) Describe(text.Append(i > 0 ? ", " : ""), arguments[i]);
        Value.Arena.Clear();
        var advice = reason.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || reason.Contains("can't allocate memory", StringComparison.Ordinal)
            ? " Lower the batch size, the length of histories or the width of the model." : "";
        return new TorchException($"{text.Append(')')}: {reason.TrimEnd('.')}.{advice}");
    }

    static unsafe void Describe(StringBuilder text, Value value)
    {
        switch (value.Kind)
        {
            case ValueTag.Tensor when value.Payload == 0: text.Append("undefined"); break;
            case ValueTag.Tensor: Tensor.Describe(text, (nint)value.Payload); break;
            case ValueTag.Tensors:
                text.Append('[');
                for (var i = 0; i < Math.Min(value.Count, 8); i++)
                {
                    var pointer = ((nint*)value.Payload)[i];
                    if (i > 0) text.Append(", ");
                    if (pointer == 0) text.Append("undefined");
                    else Tensor.Describe(text, pointer);
                }
                text.Append(value.Count > 8 ? ", …]" : "]");
                break;
            case ValueTag.Ints: text.Append('[').AppendJoin(", ", MemoryMarshal.CreateReadOnlySpan(ref *(long*)value.Payload, (int)value.Count).ToArray()).Append(']'); break;
            case ValueTag.Double: text.Append(value.AsDouble.ToString(CultureInfo.InvariantCulture)); break;
            case ValueTag.Int: text.Append(value.Payload.ToString(CultureInfo.InvariantCulture)); break;
            case ValueTag.Bool: text.Append(value.Payload != 0 ? "true" : "false"); break;
            default: text.Append(value.Kind.ToString().ToLowerInvariant()); break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => overload.Length > 0 ? $"{name}.{overload}" : name;
}

namespace Attune.Neural;

/// <summary>The type of a tensor's elements, with libtorch's numbers and PyTorch's names.</summary>
public enum DType
{
    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 0,

    /// <summary>8 bits, signed.</summary>
    Int8 = 1,

    /// <summary>16 bits, signed.</summary>
    Int16 = 2,

    /// <summary>32 bits, signed.</summary>
    Int32 = 3,

    /// <summary>64 bits, signed: indices.</summary>
    Int64 = 4,

    /// <summary>16 bits, IEEE half precision.</summary>
    Float16 = 5,

    /// <summary>32 bits, IEEE single precision: what models are made of.</summary>
    Float32 = 6,

    /// <summary>64 bits, IEEE double precision: what they are checked with.</summary>
    Float64 = 7,

    /// <summary>A truth value in a byte: masks.</summary>
    Bool = 11,

    /// <summary>16 bits with the exponent of single precision.</summary>
    BFloat16 = 15,
}

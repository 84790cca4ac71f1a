namespace Attune.Numerics;

/// <summary>A dense row-major matrix, or a part of one: row r starts at <c>Offset + r · Stride</c>.</summary>
readonly record struct Dense(float[] Values, int Rows, int Columns, int Offset, int Stride)
{
    internal Dense(float[] values, int rows, int columns) : this(values, rows, columns, 0, columns)
    {
    }

    /// <summary>Everything from the start of a row on.</summary>
    internal Span<float> From(int row) => Values.AsSpan(Offset + row * Stride);
}

using System.Globalization;

namespace Attune;

/// <summary>One fitted field: makes codes, from 0 for missing or unknown, and values of a text.</summary>
abstract class FieldCoder
{
    /// <summary>How many codes there are.</summary>
    internal abstract int Size { get; }

    /// <summary>How many columns a row takes.</summary>
    internal virtual int Columns => 1;

    /// <summary>What the values are once encoded.</summary>
    internal virtual ClickFieldKind Kind => ClickFieldKind.Categorical;

    /// <summary>Writes the codes and values of a text; false where it should be a number and is none. Codes come filled with 0 and values with 1.</summary>
    internal abstract bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values);

    /// <summary>A finite number, or nothing (true with NaN).</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        if (text.IsWhiteSpace()) return true;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>sign(x)·log(1 + |x|).</summary>
    internal static double Compress(double number) => Math.Sign(number) * Math.Log(1 + Math.Abs(number));

    /// <summary>One label of a vocabulary.</summary>
    internal sealed class Label(Vocabulary labels) : FieldCoder
    {
        internal override int Size => labels.Count + 1;

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
        {
            codes[0] = text.IsEmpty ? 0 : labels.IndexOf(text) + 1;
            return true;
        }
    }

    /// <summary>Several labels of a vocabulary, the first of which are read; an unknown one is read as unknown.</summary>
    internal sealed class Several(Vocabulary labels, string separator, int most) : FieldCoder
    {
        internal override int Size => labels.Count + 1;

        internal override int Columns => most;

        internal override ClickFieldKind Kind => ClickFieldKind.MultiValued;

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
        {
            var count = 0;
            foreach (var part in text.Split(separator))
                if (text[part].Trim() is { IsEmpty: false } label && count < most) codes[count++] = labels.IndexOf(label) + 1;
            values.Clear();
            values[..Math.Max(count, 1)].Fill(1f / Math.Max(count, 1));
            return true;
        }
    }

    /// <summary>A number as it is: missing (0), or the number (1) with its standardised value.</summary>
    internal sealed class Number(double mean, double deviation) : FieldCoder
    {
        internal override int Size => 2;

        internal override ClickFieldKind Kind => ClickFieldKind.Numeric;

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
        {
            if (!TryNumber(text, out var number)) return false;
            if (!double.IsNaN(number)) (codes[0], values[0]) = (1, (float)((Compress(number) - mean) / deviation));
            return true;
        }
    }

    /// <summary>Buckets: as many as edges and one, each beginning at its edge.</summary>
    internal sealed class Bucket(double[] edges) : FieldCoder
    {
        internal override int Size => edges.Length + 2;

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
        {
            if (!TryNumber(text, out var number)) return false;
            if (double.IsNaN(number)) return true;
            var at = Array.BinarySearch(edges, number);
            codes[0] = 1 + (at >= 0 ? at + 1 : ~at);
            return true;
        }
    }

    /// <summary>⌊log(x)²⌋ above 2, and "=x" for the whole number up to 2, so that the two do not meet.</summary>
    internal sealed class LogSquare(Vocabulary labels) : FieldCoder
    {
        internal override int Size => labels.Count + 1;

        internal static int Write(double number, Span<char> text)
        {
            var written = 0;
            if (number > 2) ((long)Math.Floor(Math.Pow(Math.Log(number), 2))).TryFormat(text, out written, provider: CultureInfo.InvariantCulture);
            else
            {
                text[0] = '=';
                Math.Floor(number).TryFormat(text[1..], out written, "R", CultureInfo.InvariantCulture);
                written++;
            }
            return written;
        }

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values)
        {
            if (!TryNumber(text, out var number)) return false;
            Span<char> label = stackalloc char[40];
            if (!double.IsNaN(number)) codes[0] = labels.IndexOf(label[..Write(number, label)]) + 1;
            return true;
        }
    }

    /// <summary>A field of which only the size is known: that of users or items in a saved model, whose codes are saved instead.</summary>
    internal sealed class Sized(string name, int size, int columns, ClickFieldKind kind) : FieldCoder
    {
        internal override int Size => size;

        internal override int Columns => columns;

        internal override ClickFieldKind Kind => kind;

        internal override bool Encode(ReadOnlySpan<char> text, Span<int> codes, Span<float> values) =>
            throw new InvalidOperationException($"The vocabulary of the field '{name}' is not at hand: a saved model keeps the codes of its users and items instead. Encode rows with the encoder of the training rows.");
    }
}

namespace Attune;

/// <summary>Sums over what two users have both rated, or over who has rated both of two items.</summary>
interface IPairSums
{
    /// <summary>How much they have in common.</summary>
    int Count { get; }

    /// <summary>Adds one pair of ratings.</summary>
    void Add(float a, float b);
}

/// <summary>Sums whose outcome is a similarity.</summary>
interface ISimilaritySums : IPairSums
{
    /// <summary>The similarity; 0 where it is not defined.</summary>
    double Similarity { get; }
}

/// <summary>1 / (mean squared difference + 1).</summary>
struct MsdSums : ISimilaritySums
{
    float _squares;

    public int Count { get; private set; }

    public readonly double Similarity => 1 / ((double)_squares / Count + 1);

    public void Add(float a, float b)
    {
        Count++;
        _squares += (a - b) * (a - b);
    }
}

/// <summary>Σ a b / √(Σ a² · Σ b²).</summary>
struct CosineSums : ISimilaritySums
{
    float _products, _squaresA, _squaresB;

    public int Count { get; private set; }

    public readonly double Similarity => _squaresA == 0 || _squaresB == 0 ? 0 : _products / Math.Sqrt((double)_squaresA * _squaresB);

    public void Add(float a, float b)
    {
        Count++;
        _products += a * b;
        _squaresA += a * a;
        _squaresB += b * b;
    }
}

/// <summary>The correlation. In doubles, because variances are small differences of large sums.</summary>
struct PearsonSums : ISimilaritySums
{
    double _products, _a, _b, _squaresA, _squaresB;

    public int Count { get; private set; }

    public readonly double Similarity
    {
        get
        {
            var spread = Math.Sqrt((Count * _squaresA - _a * _a) * (Count * _squaresB - _b * _b));
            return spread > 0 ? (Count * _products - _a * _b) / spread : 0;
        }
    }

    public void Add(float a, float b)
    {
        Count++;
        _products += (double)a * b;
        _a += a;
        _b += b;
        _squaresA += (double)a * a;
        _squaresB += (double)b * b;
    }
}

/// <summary>Σ (a − b).</summary>
struct DifferenceSums : IPairSums
{
    public int Count { get; private set; }

    internal float Sum { get; private set; }

    internal readonly DifferenceSums Mirrored => this with { Sum = -Sum };

    public void Add(float a, float b)
    {
        Count++;
        Sum += a - b;
    }
}

using Attune.Numerics;

namespace Attune;

/// <summary>The epochs of <see cref="Nmf"/>: every row is moved alone from the values before the epoch, so that threads change nothing.</summary>
sealed class NmfSteps(Nmf options, CsrMatrix ratings, RatingFactors start, FitContext context)
{
    readonly int _stride = RatingSteps.Stride(options.Factors);
    readonly float[] _items = RatingSteps.Padded(start.Items, options.Factors);
    readonly CsrMatrix _byItem = ratings.Transpose();

    // The place of each rating in the order of items, in the order of users.
    readonly int[] _places = Places(ratings);
    readonly float[] _estimates = new float[ratings.Count];
    float[] _users = RatingSteps.Padded(start.Users, options.Factors), _moved = new float[ratings.Rows * RatingSteps.Stride(options.Factors)];

    /// <summary>What has been learned so far.</summary>
    internal RatingFactors Learned => new(start.Scale, options.Factors, RatingSteps.Trimmed(_users, options.Factors), RatingSteps.Trimmed(_items, options.Factors), start.UserBias, start.ItemBias);

    /// <summary>One epoch; returns the root of the mean squared error before it.</summary>
    internal double Epoch()
    {
        context.For(ratings.Rows, u =>
        {
            var p = _users.AsSpan(u * _stride, _stride);
            for (var e = ratings.Offsets[u]; e < ratings.Offsets[u + 1]; e++) _estimates[e] = Vectors.Dot(p, _items.AsSpan(ratings.ColumnIndices[e] * _stride, _stride));
        });
        if (options.Biased) MoveBiases();
        context.For(ratings.Rows, u => Move(_users, _moved, _items, u, ratings, null));
        context.For(ratings.Columns, i => Move(_items, _items, _users, i, _byItem, _places));
        (_users, _moved) = (_moved, _users);
        var squares = 0.0;
        for (var e = 0; e < _estimates.Length; e++) squares += ((double)ratings.Values[e] - _estimates[e]) * (ratings.Values[e] - _estimates[e]);
        return Math.Sqrt(squares / ratings.Count);
    }

    /// <summary>row ← row · gain / (loss + pull · row), where that is a number.</summary>
    internal static void Multiply(Span<float> row, ReadOnlySpan<float> gain, ReadOnlySpan<float> loss, float pull)
    {
        for (var f = 0; f < row.Length; f++)
        {
            var against = loss[f] + pull * row[f];
            if (against > 0) row[f] *= gain[f] / against;
        }
    }

    void Move(float[] rows, float[] moved, float[] others, int r, CsrMatrix byRow, int[]? places)
    {
        Span<float> gain = stackalloc float[_stride], loss = stackalloc float[_stride];
        gain.Clear();
        loss.Clear();
        for (var e = byRow.Offsets[r]; e < byRow.Offsets[r + 1]; e++)
        {
            var other = others.AsSpan(byRow.ColumnIndices[e] * _stride, _stride);
            Vectors.Axpy(byRow.Values[e], other, gain);
            Vectors.Axpy(_estimates[places is null ? e : places[e]], other, loss);
        }
        var row = moved.AsSpan(r * _stride, _stride);
        rows.AsSpan(r * _stride, _stride).CopyTo(row);
        Multiply(row, gain, loss, (float)options.Regularization * byRow.RowLength(r));
    }

    // One gradient step of both biases for every rating; the estimates become whole predictions, each as it was before its step.
    void MoveBiases()
    {
        var (rate, pull) = ((float)options.LearningRate, (float)options.BiasRegularization);
        for (var u = 0; u < ratings.Rows; u++)
            for (var e = ratings.Offsets[u]; e < ratings.Offsets[u + 1]; e++)
            {
                ref var user = ref start.UserBias[u];
                ref var item = ref start.ItemBias[ratings.ColumnIndices[e]];
                _estimates[e] += start.Scale.Mean + user + item;
                var error = ratings.Values[e] - _estimates[e];
                user += rate * (error - pull * user);
                item += rate * (error - pull * item);
            }
    }

    static int[] Places(CsrMatrix ratings)
    {
        var next = new int[ratings.Columns + 1];
        foreach (var i in ratings.ColumnIndices) next[i + 1]++;
        for (var i = 0; i < ratings.Columns; i++) next[i + 1] += next[i];
        var places = new int[ratings.Count];
        for (var e = 0; e < places.Length; e++) places[next[ratings.ColumnIndices[e]]++] = e;
        return places;
    }
}

using Attune.Numerics;

namespace Attune;

/// <summary>The weights and vectors of all features while a factorisation machine learns, and its steps. For one thread.</summary>
sealed class FactorizationLearning
{
    readonly FactorizationMachine _options;
    readonly FactorizationFeatures _features;
    readonly CsrMatrix _known;
    readonly RatingScale _scale;
    readonly int _factors;
    readonly float[] _person, _history, _pull, _own, _item, _other, _sum;
    readonly int[] _order, _places;

    internal FactorizationLearning(FactorizationMachine options, FactorizationFeatures features, CsrMatrix known, RatingScale scale)
    {
        (_options, _features, _known, _scale, _factors) = (options, features, known, scale, options.Factors);
        Seed seed = options.Seed;
        Vectors = LatentFactors.Normal(features.Users.Columns, _factors, seed.Derive("features"), 0.05f);
        Weights = new float[features.Users.Columns];
        History = options.History ? LatentFactors.Normal(known.Columns, _factors, seed.Derive("history"), 0.05f) : [];
        HistoryWeights = new float[options.History ? known.Columns : 0];
        Base = scale.Mean;
        (_person, _history, _pull, _own, _item, _other, _sum) = (new float[_factors], new float[_factors], new float[_factors], new float[_factors], new float[_factors], new float[_factors], new float[_factors]);
        _order = [.. Enumerable.Range(0, known.Rows)];
        _places = [.. Enumerable.Range(0, Enumerable.Range(0, known.Rows).Max(known.RowLength))];
    }

    /// <summary>v of every feature, row after row.</summary>
    internal float[] Vectors { get; }

    /// <summary>w of every feature.</summary>
    internal float[] Weights { get; }

    /// <summary>v of every item as part of a history.</summary>
    internal float[] History { get; }

    /// <summary>w of every item as part of a history.</summary>
    internal float[] HistoryWeights { get; }

    /// <summary>w_0.</summary>
    internal float Base { get; private set; }

    /// <summary>One pass over all events, users in a shuffled order; returns the mean loss (of ratings the RMSE).</summary>
    internal double? Epoch(int epoch, CancellationToken cancellation)
    {
        var stream = ((Seed)_options.Seed).Derive("epochs").Derive(epoch).Stream();
        stream.Shuffle<int>(_order);
        var loss = 0.0;
        for (var n = 0; n < _order.Length; n++)
        {
            if (n % 256 == 0) cancellation.ThrowIfCancellationRequested();
            loss += User(_order[n], _options.RateOf(epoch), ref stream);
        }
        return _options.PredictsRatings ? Math.Sqrt(loss / _known.Count) : loss / _known.Count;
    }

    /// <summary>The score of a known pair as the steps see it: the other items of the user are the history.</summary>
    internal double Predict(int user, int item)
    {
        var parts = Begin(user);
        return Constant(user, item, parts) + ItemTerm(item, _item) + Numerics.Vectors.Dot(_person, _item);
    }

    /// <summary>All steps of one user. The history's vectors stay as they are meanwhile and take all their steps at the end.</summary>
    internal double User(int user, float rate, ref RandomStream stream)
    {
        var items = _known.Row(user);
        var parts = Begin(user);
        Array.Clear(_pull);
        var places = _places.AsSpan(0, items.Length);
        for (var i = 0; i < places.Length; i++) places[i] = i;
        stream.Shuffle(places);
        var (loss, errors) = (0.0, 0f);
        foreach (var place in places)
        {
            var before = errors;
            loss += _options.Loss switch
            {
                FactorizationLoss.Squared => Point(user, items[place], items[place], _known.RowValues(user)[place], parts, rate, ref errors),
                FactorizationLoss.Logistic => Points(user, items[place], parts, rate, ref stream, ref errors),
                _ => Pair(user, items[place], parts, rate, ref stream),
            };
            if (_options.History) GiveBack(items[place], errors - before, ValueOf(user, place), rate);
        }
        if (_options.History) MoveHistory(user, errors, items.Length, rate);
        return loss;
    }

    /// <summary>The features summed up for scoring.</summary>
    internal FactorizationParts Collapse()
    {
        var users = new float[_known.Rows * _factors];
        var terms = new float[2 * _known.Rows];
        for (var u = 0; u < _known.Rows; u++) (terms[u], terms[_known.Rows + u]) = Sum(_features.Users, u, users.AsSpan(u * _factors, _factors));
        var items = new float[_known.Columns * _factors];
        var biases = new float[_known.Columns];
        for (var i = 0; i < biases.Length; i++) biases[i] = ItemTerm(i, items.AsSpan(i * _factors, _factors));
        return new FactorizationParts(users, terms, items, biases, History, HistoryWeights, Base);
    }

    // Σ x·v of the history into _history; returns its Σ x·w and Σ x²|v|².
    (float Weight, float Squares) Begin(int user)
    {
        Array.Clear(_history);
        var (weight, squares) = (0f, 0f);
        if (!_options.History) return (0, 0);
        var items = _known.Row(user);
        for (var h = 0; h < items.Length; h++)
        {
            var x = ValueOf(user, h);
            Numerics.Vectors.Axpy(x, HistoryRow(items[h]), _history);
            (weight, squares) = (weight + x * HistoryWeights[items[h]], squares + x * x * Numerics.Vectors.Dot(HistoryRow(items[h]), HistoryRow(items[h])));
        }
        return (weight, squares);
    }

    // The person's vector without one item of the history into _person; returns what the score has beside the item's part.
    float Constant(int user, int without, (float Weight, float Squares) parts)
    {
        var (weight, squares) = Sum(_features.Users, user, _person);
        if (_options.History)
        {
            var x = ValueOf(user, _known.Row(user).BinarySearch(without));
            var row = HistoryRow(without);
            Numerics.Vectors.Axpy(1, _history, _person);
            Numerics.Vectors.Axpy(-x, row, _person);
            weight += parts.Weight - x * HistoryWeights[without];
            squares += parts.Squares - x * x * Numerics.Vectors.Dot(row, row);
        }
        return Base + weight + (Numerics.Vectors.Dot(_person, _person) - squares) / 2;
    }

    double Points(int user, int item, (float, float) parts, float rate, ref RandomStream stream, ref float errors)
    {
        var loss = Point(user, item, item, 1, parts, rate, ref errors);
        for (var drawn = 0; drawn < _options.Negatives; drawn++)
            if (Draw(_known.Row(user), ref stream) is >= 0 and var lacked) loss += Point(user, item, lacked, 0, parts, rate, ref errors);
        return loss;
    }

    // A step on one item: down the gradient of (score − target)² / 2, or of the logistic loss. Returns the squared error, or the logistic loss.
    double Point(int user, int positive, int item, float target, (float, float) parts, float rate, ref float errors)
    {
        var score = Constant(user, positive, parts) + ItemTerm(item, _item) + Numerics.Vectors.Dot(_person, _item);
        var squared = _options.Loss == FactorizationLoss.Squared;
        var error = squared ? score - target : 1 / (1 + MathF.Exp(-score)) - target;
        _person.CopyTo(_sum.AsSpan());
        Numerics.Vectors.Axpy(1, _item, _sum);
        Base -= squared ? 0 : rate * error;
        Descend(_features.Users, user, error, 1, rate);
        Descend(_features.Items, item, error, 1, rate);
        Keep(error);
        errors += error;
        return squared ? error * error : Math.Max(score, 0) - target * score + Math.Log(1 + Math.Exp(-Math.Abs(score)));
    }

    // A step on a preferred item and its rival: down the gradient of −ln σ(score − rival's score), which is returned.
    double Pair(int user, int item, (float, float) parts, float rate, ref RandomStream stream)
    {
        Constant(user, item, parts);
        var rival = Rival(_known.Row(user), ref stream, out var rivalScore);
        if (rival < 0) return 0;
        var difference = ItemTerm(item, _item) + Numerics.Vectors.Dot(_person, _item) - rivalScore;
        ItemTerm(rival, _other);
        var error = -1 / (1 + MathF.Exp(difference));
        StepItem(item, _item, error, rate);
        StepItem(rival, _other, -error, rate);
        _item.CopyTo(_sum.AsSpan());
        Numerics.Vectors.Axpy(-1, _other, _sum);
        Descend(_features.Users, user, error, 0, rate);
        Keep(error);
        return Math.Max(-difference, 0) + Math.Log(1 + Math.Exp(-Math.Abs(difference)));
    }

    void StepItem(int item, float[] vector, float error, float rate)
    {
        _person.CopyTo(_sum.AsSpan());
        Numerics.Vectors.Axpy(1, vector, _sum);
        Descend(_features.Items, item, error, 1, rate);
    }

    // v ← v − rate · (error · x · (sum − own · x · v) + λ · v), and w alike, for each feature of a row; own is 0 where its own part cancels.
    void Descend(CsrMatrix rows, int row, float error, float own, float rate)
    {
        var pull = (float)_options.Regularization;
        var features = rows.Row(row);
        var values = rows.RowValues(row);
        for (var e = 0; e < features.Length; e++)
        {
            var x = values[e];
            var v = Vectors.AsSpan(features[e] * _factors, _factors);
            Numerics.Vectors.Scale(1 - rate * (pull - own * error * x * x), v);
            Numerics.Vectors.Axpy(-rate * error * x, _sum, v);
            Weights[features[e]] -= rate * (own * error * x + pull * Weights[features[e]]);
        }
    }

    // Adds a step's pull to what the history will take at the end, but for the one item that is not in it.
    void Keep(float error)
    {
        Numerics.Vectors.Axpy(error, _sum, _pull);
        Numerics.Vectors.Axpy(error, _sum, _own);
    }

    // Gives the item that was left out what it will lose at the end of the user without having earned it.
    void GiveBack(int item, float errors, float x, float rate)
    {
        var v = HistoryRow(item);
        Numerics.Vectors.Scale(1 - rate * errors * x * x, v);
        Numerics.Vectors.Axpy(rate * x, _own, v);
        HistoryWeights[item] += rate * errors * x;
        Array.Clear(_own);
    }

    void MoveHistory(int user, float errors, int steps, float rate)
    {
        var items = _known.Row(user);
        var keep = Math.Max(0, 1 - rate * (float)_options.Regularization * steps);
        for (var h = 0; h < items.Length; h++)
        {
            var x = ValueOf(user, h);
            var v = HistoryRow(items[h]);
            Numerics.Vectors.Scale(keep + rate * errors * x * x, v);
            Numerics.Vectors.Axpy(-rate * x, _pull, v);
            HistoryWeights[items[h]] = keep * HistoryWeights[items[h]] - rate * errors * x;
        }
    }

    int Rival(ReadOnlySpan<int> history, ref RandomStream stream, out float score)
    {
        (var best, score) = (-1, float.NegativeInfinity);
        for (var drawn = 0; drawn < _options.Negatives; drawn++)
        {
            var item = Draw(history, ref stream);
            if (item < 0) return -1;
            var s = ItemTerm(item, _other) + Numerics.Vectors.Dot(_person, _other);
            if (best < 0 || s > score) (best, score) = (item, s);
        }
        return best;
    }

    int Draw(ReadOnlySpan<int> history, ref RandomStream stream)
    {
        if (history.Length >= _features.Touched.Length) return -1;
        var item = _features.Touched[stream.NextInt(_features.Touched.Length)];
        while (history.BinarySearch(item) >= 0) item = _features.Touched[stream.NextInt(_features.Touched.Length)];
        return item;
    }

    // The item's vector, and Σ w·x + (|Σ x·v|² − Σ x²|v|²) / 2.
    float ItemTerm(int item, Span<float> vector) => Sum(_features.Items, item, vector) is var (weight, squares) ? weight + (Numerics.Vectors.Dot(vector, vector) - squares) / 2 : 0;

    // Σ x·v into a vector; returns Σ x·w and Σ x²|v|².
    (float Weight, float Squares) Sum(CsrMatrix rows, int row, Span<float> vector)
    {
        vector.Clear();
        var (weight, squares) = (0f, 0f);
        var features = rows.Row(row);
        var values = rows.RowValues(row);
        for (var e = 0; e < features.Length; e++)
        {
            var v = Vectors.AsSpan(features[e] * _factors, _factors);
            Numerics.Vectors.Axpy(values[e], v, vector);
            (weight, squares) = (weight + values[e] * Weights[features[e]], squares + values[e] * values[e] * Numerics.Vectors.Dot(v, v));
        }
        return (weight, squares);
    }

    // In training the history of a pair is the others.
    float ValueOf(int user, int place) => FactorizationParts.ValueOf(_known.RowValues(user)[place], _known.RowLength(user) - 1, _scale);

    Span<float> HistoryRow(int item) => History.AsSpan(item * _factors, _factors);
}

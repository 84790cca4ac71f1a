using Attune.Numerics;

namespace Attune;

sealed partial class Pairwise
{
    internal static IRecommender Restore(IPairwise trainer, Catalog catalog, Weights weights) => new Model(trainer, catalog,
        weights.Float("user_factors", (long)catalog.Users.Count * trainer.Factors), weights.Float("item_factors", (long)catalog.Items.Count * trainer.Factors), weights.Float("item_bias", catalog.Items.Count));

    // score(u, i) = x_u·y_i + b_i.
    sealed class Model(IPairwise trainer, Catalog catalog, float[] users, float[] items, float[] biases) : ISimilarItems, IInnerProduct
    {
        const int FoldInEpochs = 30;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public ReadOnlyMemory<float> ItemVectors => items;

        public float[] ItemBiases => biases;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = catalog.HistoryOf(query).Items;
            if (history.Length == 0) return false;
            VectorOf(query, history).CopyTo(vector);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(items, trainer.Factors, item, scores);

        public void Export(Weights weights) => weights
            .Add("user_factors", users, catalog.Users.Count, trainer.Factors)
            .Add("item_factors", items, catalog.Items.Count, trainer.Factors)
            .Add("item_bias", biases);

        ReadOnlySpan<float> VectorOf(Query query, ReadOnlySpan<int> history) =>
            query.News is { } news && (uint)query.User < (uint)catalog.Users.Count ? Step(query.User, news, history)
            : query.History is null ? users.AsSpan(query.User * trainer.Factors, trainer.Factors) : FoldIn(history);

        // One step for each event, of the size with which training began: that of its last epoch would hardly be felt. The items stay as they were trained.
        float[] Step(int user, IReadOnlyList<int> news, ReadOnlySpan<int> history)
        {
            int[] known = [.. new SortedSet<int>([.. history, .. news.Where(i => (uint)i < (uint)catalog.Items.Count)])];
            var x = users.AsSpan(user * trainer.Factors, trainer.Factors).ToArray();
            var stream = ((Seed)trainer.Seed).Derive("news").Derive(user).Stream();
            var candidates = new Candidates(items, biases, default, known, known.Length);
            foreach (var item in news)
                if ((uint)item < (uint)catalog.Items.Count) Step(x, item, candidates, (float)trainer.LearningRate, ref stream);
            return x;
        }

        // The steps of training on the user's vector alone; the same draws for every query, so a request has one answer.
        float[] FoldIn(ReadOnlySpan<int> history)
        {
            int[] known = [.. history];
            Array.Sort(known);
            var x = new float[trainer.Factors];
            var stream = ((Seed)trainer.Seed).Derive("fold-in").Stream();
            var candidates = new Candidates(items, biases, default, known, known.Distinct().Count());
            for (var epoch = 0; epoch < FoldInEpochs; epoch++)
            {
                var rate = Pairwise.RateOf(trainer, epoch, FoldInEpochs);
                foreach (var item in known) Step(x, item, candidates, rate, ref stream);
            }
            return x;
        }

        void Step(float[] x, int item, Candidates candidates, float rate, ref RandomStream stream)
        {
            var rival = trainer.Rival(x, item, candidates, ref stream, out var step);
            if (rival < 0) return;
            Vectors.Scale(1 - rate * (float)trainer.Regularization, x);
            Vectors.Axpy(rate * step, candidates.Vector(item), x);
            Vectors.Axpy(-rate * step, candidates.Vector(rival), x);
        }
    }
}

using System.Buffers;

namespace Attune;

public sealed partial record Ensemble
{
    sealed class Model(Ensemble trainer, IRecommender[] members, EnsembleChoice choice, RatingScale scale) : IDescribes
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog { get; } = members.Catalog();

        internal IRecommender[] Fitted => members;

        public IReadOnlyList<KeyValuePair<string, string>> Facts => choice.Facts(trainer.Models, trainer.PredictsRatings ? "RMSE" : "NDCG@10");

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (trainer.PredictsRatings) Predict(query, items, scores);
            else Rank(query, items, scores);
        }

        public void Export(Weights weights)
        {
            choice.Export(weights);
            scale.Export(weights);
            members.Export(weights);
        }

        // A convex mean stays in the range of ratings by itself; a regression may leave it.
        void Predict(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var rented = ArrayPool<float>.Shared.Rent(members.Length * items.Length);
            var rows = rented.AsSpan(0, members.Length * items.Length);
            MemberScores.Ask(members, Catalog, query, items, rows);
            for (var i = 0; i < items.Length; i++)
            {
                var sum = choice.Constant;
                for (var m = 0; m < members.Length; m++) sum += choice.Weights[m] * rows[m * items.Length + i];
                scores[i] = trainer.Strategy == EnsembleStrategy.Stacked ? scale.Clip(sum) : sum;
            }
            ArrayPool<float>.Shared.Return(rented);
        }

        void Rank(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var count = Catalog.Items.Count;
            var length = trainer.Lists == 0 ? count : Math.Min(trainer.Lists, count);
            var (rented, places) = (ArrayPool<float>.Shared.Rent(3 * count + length), ArrayPool<int>.Shared.Rent(length));
            Span<float> row = rented.AsSpan(0, count), asked = rented.AsSpan(count, count), sums = rented.AsSpan(2 * count, count), best = rented.AsSpan(3 * count, length);
            var history = Catalog.HistoryOf(query).Items;
            var values = new ListValues(trainer.Scale, length, trainer.K);
            sums.Fill(float.NaN);
            for (var m = 0; m < members.Length; m++)
            {
                members[m].Score(query, members[m].Catalog.AllItems, asked);
                asked.CopyTo(row);
                for (var i = 0; i < count; i++)
                    if (float.IsNaN(sums[i]) && !float.IsNaN(asked[i])) sums[i] = 0;
                var found = values.Best(row, Catalog.AllItems, history, places, best);
                AddHistory(choice.Weights[m], values, history, row, asked, best[..found], sums);
                values.Value(best[..found]);
                for (var i = 0; i < found; i++) sums[places[i]] += choice.Weights[m] * best[i];
            }
            MemberScores.Hand(sums, items, scores);
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(places);
        }

        // What is still in the row may be on the list itself; an item that comes twice is asked for once.
        static void AddHistory(float weight, ListValues values, ReadOnlySpan<int> history, ReadOnlySpan<float> row, Span<float> asked, ReadOnlySpan<float> list, Span<float> sums)
        {
            var deviation = values.Deviation(list);
            foreach (var item in history)
            {
                if (!float.IsNaN(row[item]) || float.IsNaN(asked[item])) continue;
                sums[item] += weight * values.Of(asked[item], list, deviation);
                asked[item] = float.NaN;
            }
        }
    }
}

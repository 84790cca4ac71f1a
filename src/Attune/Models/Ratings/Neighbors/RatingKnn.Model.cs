using System.Buffers;
using Attune.Numerics;

namespace Attune;

public sealed partial record RatingKnn
{
    /// <summary>Who asks: his items ascending, their ratings as they are compared and averaged, and his own level.</summary>
    readonly ref struct Person(ReadOnlySpan<int> items, ReadOnlySpan<float> compared, ReadOnlySpan<float> averaged, float bias, (float Centre, float Spread) level)
    {
        internal ReadOnlySpan<int> Items { get; } = items;

        internal ReadOnlySpan<float> Compared { get; } = compared;

        internal ReadOnlySpan<float> Averaged { get; } = averaged;

        internal float Bias { get; } = bias;

        internal (float Centre, float Spread) Level { get; } = level;
    }

    // similar: items × items for Side item, null for Side user.
    sealed class Model(RatingKnn trainer, Catalog catalog, RatingLevels levels, CsrMatrix? similar) : IRecommender
    {
        // Items × users: what is averaged and what is compared, for Side user.
        readonly CsrMatrix? _averaged = similar is null ? levels.Averaged.Transpose() : null;
        readonly CsrMatrix? _compared = similar is not null ? null : ReferenceEquals(levels.Compared, levels.Averaged) ? levels.Averaged.Transpose() : levels.Compared.Transpose();

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var person = PersonOf(query);
            if (similar is null) AskUsers(person, query.User, items, scores);
            else AskItems(person, similar, items, scores);
        }

        public void Export(Weights weights)
        {
            levels.Scale.Export(weights);
            weights.Add("user_bias", levels.UserBias).Add("item_bias", levels.ItemBias);
            if (similar is not null) weights.Add("offsets", [.. similar.Offsets]).Add("partners", [.. similar.ColumnIndices]).Add("similarities", [.. similar.Values]);
        }

        Person PersonOf(Query query)
        {
            if (query.History is null && (uint)query.User < (uint)catalog.Users.Count)
                return new Person(catalog.Histories.Row(query.User), levels.Compared.RowValues(query.User), levels.Averaged.RowValues(query.User),
                    levels.UserBias[query.User], levels.LevelOf(catalog.Histories.RowValues(query.User)));
            return Stranger(RatingScale.RatedHistory(catalog, query));
        }

        // Of an item that comes several times the last rating counts.
        Person Stranger(History rated)
        {
            var latest = new SortedDictionary<int, float>();
            for (var h = 0; h < rated.Count; h++) latest[rated.Items[h]] = rated.Weights[h];
            int[] items = [.. latest.Keys];
            float[] ratings = [.. latest.Values];
            var bias = trainer.NeedsBiases ? Baseline.Solve(items, ratings, levels.ItemBias, levels.Scale.Mean, new Baseline().UserRegularization) : 0;
            var residuals = items.Select((i, h) => ratings[h] - levels.Scale.Mean - bias - levels.ItemBias[i]).ToArray();
            var averaged = items.Select((i, h) => levels.AveragedOfItem(i, ratings[h], bias)).ToArray();
            return new Person(items, trainer.Similarity is RatingSimilarity.PearsonBaseline ? residuals : ratings, averaged, bias, levels.LevelOf(ratings));
        }

        void AskUsers(Person person, int self, ReadOnlySpan<int> items, Span<float> scores)
        {
            var users = catalog.Users.Count;
            var similarities = ArrayPool<float>.Shared.Rent(users);
            Compare(person, similarities.AsSpan(0, users));
            if ((uint)self < (uint)users) similarities[self] = 0;
            var asked = new Neighborhood(trainer, users);
            for (var i = 0; i < items.Length; i++)
            {
                var item = items[i];
                var known = (uint)item < (uint)catalog.Items.Count;
                var (centre, spread) = trainer.Kind is RatingKnnKind.Baseline ? (levels.Scale.Mean + person.Bias + (known ? levels.ItemBias[item] : 0), 1)
                    : known ? person.Level : (levels.Scale.Mean, 1);
                if (known)
                {
                    var raters = _averaged!.Row(item);
                    var values = _averaged.RowValues(item);
                    for (var r = 0; r < raters.Length; r++)
                        if (similarities[raters[r]] > 0) asked.Add(raters[r], similarities[raters[r]], values[r]);
                }
                scores[i] = Predict(ref asked, centre, spread);
            }
            asked.Return();
            ArrayPool<float>.Shared.Return(similarities);
        }

        void AskItems(Person person, CsrMatrix similar, ReadOnlySpan<int> items, Span<float> scores)
        {
            // The place of each item in the history, or −1.
            var places = ArrayPool<int>.Shared.Rent(similar.Rows);
            places.AsSpan(0, similar.Rows).Fill(-1);
            for (var h = 0; h < person.Items.Length; h++) places[person.Items[h]] = h;
            var asked = new Neighborhood(trainer, person.Items.Length);
            for (var i = 0; i < items.Length; i++)
            {
                var item = items[i];
                var known = (uint)item < (uint)similar.Rows;
                var (centre, spread) = trainer.Kind is RatingKnnKind.Baseline ? (levels.Scale.Mean + person.Bias + (known ? levels.ItemBias[item] : 0), 1)
                    : known && trainer.Kind is not RatingKnnKind.Basic ? levels.LevelOfItem(item) : (levels.Scale.Mean, 1);
                if (known) Gather(person, similar.Row(item), similar.RowValues(item), places, ref asked);
                scores[i] = Predict(ref asked, centre, spread);
            }
            asked.Return();
            ArrayPool<int>.Shared.Return(places);
        }

        // The items of the person among the similar ones: whichever of the two lists is quicker to go through.
        static void Gather(Person person, ReadOnlySpan<int> row, ReadOnlySpan<float> similarities, int[] places, ref Neighborhood asked)
        {
            if (row.Length <= 8 * person.Items.Length)
                for (var n = 0; n < row.Length; n++)
                {
                    if (places[row[n]] is >= 0 and var h) asked.Add(row[n], similarities[n], person.Averaged[h]);
                }
            else
                for (var h = 0; h < person.Items.Length; h++)
                    if (row.BinarySearch(person.Items[h]) is >= 0 and var n) asked.Add(row[n], similarities[n], person.Averaged[h]);
        }

        float Predict(ref Neighborhood asked, float centre, float spread) => levels.Scale.Clip(
            asked.Average() is not { } average ? trainer.Kind is RatingKnnKind.Basic ? levels.Scale.Mean : centre
            : trainer.Kind is RatingKnnKind.Basic ? average
            : centre + spread * average);

        void Compare(Person person, Span<float> similarities)
        {
            if (trainer.Similarity is RatingSimilarity.Msd) Compare<MsdSums>(person, similarities);
            else if (trainer.Similarity is RatingSimilarity.Pearson) Compare<PearsonSums>(person, similarities);
            else Compare<CosineSums>(person, similarities);
        }

        void Compare<TSums>(Person person, Span<float> similarities) where TSums : struct, ISimilaritySums
        {
            var sums = ArrayPool<TSums>.Shared.Rent(similarities.Length);
            sums.AsSpan(0, similarities.Length).Clear();
            for (var h = 0; h < person.Items.Length; h++)
            {
                var raters = _compared!.Row(person.Items[h]);
                var ratings = _compared.RowValues(person.Items[h]);
                for (var r = 0; r < raters.Length; r++) sums[raters[r]].Add(person.Compared[h], ratings[r]);
            }
            for (var v = 0; v < similarities.Length; v++) similarities[v] = sums[v].Count > 0 ? trainer.SimilarityOf(sums[v]) : 0;
            ArrayPool<TSums>.Shared.Return(sums);
        }
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Attune.Neural;

static partial class SequenceFit
{
    /// <summary>A fitted model that can also read item after item. The vector of a state is that of the whole history to 1e-4: the sums are taken in another order.</summary>
    sealed class RecurrentModel(Model whole, SequenceNetwork network, Weights weights) : IInnerProduct, ISimilarItems, IDescribes, IRecurrent
    {
        readonly Lazy<string> _maker = new(() => $"{whole.NameOf()} ({network.Facts[0].Value}; width {network.Width}; {whole.Catalog.Items.Count} items; training {FingerprintOf(weights)})");

        internal Model Whole => whole;

        public ITrainer Trainer => whole.Trainer;

        public Catalog Catalog => whole.Catalog;

        public ReadOnlyMemory<float> ItemVectors => whole.ItemVectors;

        public bool Batches => true;

        public IReadOnlyList<KeyValuePair<string, string>> Facts => whole.Facts;

        public int Longest => ((ISequenceTrainer)Trainer).MaxLength;

        public UserState Start => new(_maker.Value, 0, [], []);

        public UserState Step(UserState state, params IReadOnlyList<int> items)
        {
            if (state.Maker != _maker.Value)
                throw new DataException($"The state of a user was made by {state.Maker}, and this model is {_maker.Value}: it cannot go on from there. Read the user's history from the start.");
            int[] known = [.. items.Where(i => (uint)i < (uint)Catalog.Items.Count)];
            if (known.Length == 0) return state;
            using var pass = new ScoringPass();
            using var scope = new Scope();
            Tensor[] parts = state.Items == 0 ? network.Start(1) : [.. state.Parts.Select(p => Tensor.Wrap(p.Values, Array.ConvertAll(p.Shape, d => (long)d)))];
            var row = pass.Rows(1, 1).Reshape(1);
            Tensor output = default;
            foreach (var item in known)
            {
                row.Span<long>()[0] = item + 1;
                var before = parts;
                (output, parts) = Step(row, parts);
                // Keys and values of all items grow: the states on the way must not all live to the end.
                foreach (var gone in before.Except(parts)) scope.Keep(gone).Free();
            }
            GC.KeepAlive(whole);
            return new UserState(_maker.Value, state.Items + known.Length, output.ToArray<float>(), [.. parts.Select(p => (p.ToArray<float>(), Array.ConvertAll(p.Shape, d => checked((int)d))))]);
        }

        (Tensor Output, Tensor[] State) Step(Tensor item, Tensor[] state)
        {
            using var scope = new Scope();
            var (output, after) = network.Step(item, state);
            return (scope.Return(output), scope.Return(after));
        }

        public bool TryVector(Query query, Span<float> vector)
        {
            if (query.State is not { } state) return whole.TryVector(query, vector);
            var after = Step(state, query.History ?? []);
            after.Vector.CopyTo(vector);
            return after.Items > 0;
        }

        // Those who come with a state are few at a time: one after another.
        public void TryVectors(ReadOnlySpan<Query> queries, Span<float> vectors, Span<bool> answered)
        {
            whole.TryVectors(queries, vectors, answered);
            for (var q = 0; q < queries.Length; q++)
                if (queries[q].State is not null) answered[q] = TryVector(queries[q], vectors.Slice(q * network.Width, network.Width));
        }

        public void Similarities(int item, Span<float> scores) => whole.Similarities(item, scores);

        public void Export(Weights into) => whole.Export(into);

        // Another training of the same options leaves other states.
        static string FingerprintOf(Weights weights)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (_, (values, _)) in weights.Floats.OrderBy(f => f.Key, StringComparer.Ordinal)) hash.AppendData(MemoryMarshal.AsBytes<float>(values));
            return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
        }
    }
}

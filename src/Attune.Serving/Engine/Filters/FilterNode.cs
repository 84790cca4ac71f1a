namespace Attune.Serving;

/// <summary>A filter expression as a tree: for each item it holds or it does not. Its text reads back as the same tree.</summary>
abstract record FilterNode
{
    internal abstract bool Holds(ItemEntry item, DateTimeOffset now);

    /// <summary>Whether it depends on the time, so that what held before may hold no more.</summary>
    internal abstract bool ReadsClock { get; }

    /// <summary>Whether all parts hold (<paramref name="All"/>), or any.</summary>
    internal sealed record Several(bool All, IReadOnlyList<FilterNode> Parts) : FilterNode
    {
        internal override bool ReadsClock => Parts.Any(p => p.ReadsClock);

        internal override bool Holds(ItemEntry item, DateTimeOffset now)
        {
            for (var p = 0; p < Parts.Count; p++)
                if (Parts[p].Holds(item, now) != All) return !All;
            return All;
        }

        public override string ToString() => string.Join(All ? " and " : " or ", Parts.Select(p => p is Several ? $"({p})" : p.ToString()));
    }

    /// <summary>Whether a part does not hold.</summary>
    internal sealed record Not(FilterNode Part) : FilterNode
    {
        internal override bool ReadsClock => Part.ReadsClock;

        internal override bool Holds(ItemEntry item, DateTimeOffset now) => !Part.Holds(item, now);

        public override string ToString() => $"not ({Part})";
    }

    /// <summary>Whether a label is true.</summary>
    internal sealed record Truth(FilterOperand Of) : FilterNode
    {
        internal override bool ReadsClock => false;

        internal override bool Holds(ItemEntry item, DateTimeOffset now) => Of.Value(item, now) is { Kind: LabelKind.Boolean, Number: 1 };

        public override string ToString() => Of.ToString();
    }

    /// <summary>Whether a value is among those of a list.</summary>
    internal sealed record In(FilterOperand One, FilterOperand Many) : FilterNode
    {
        internal override bool ReadsClock => One.ReadsClock;

        internal override bool Holds(ItemEntry item, DateTimeOffset now)
        {
            var one = One.Value(item, now);
            if (one.Kind == LabelKind.Missing) return false;
            if (Many is FilterOperand.Categories) return one.Kind == LabelKind.Text && item.IsIn(one.Text);
            foreach (var other in Many.Value(item, now).List)
                if (one.Is(other)) return true;
            return false;
        }

        public override string ToString() => $"{One} in {Many}";
    }

    /// <summary>A comparison; false where a side is missing, and, but for !=, where the sides are of different types.</summary>
    internal sealed record Comparison(FilterOperand Left, string Operator, FilterOperand Right) : FilterNode
    {
        internal override bool ReadsClock => Left.ReadsClock || Right.ReadsClock;

        internal override bool Holds(ItemEntry item, DateTimeOffset now)
        {
            var (left, right) = (Left.Value(item, now), Right.Value(item, now));
            if (left.Kind == LabelKind.Missing || right.Kind == LabelKind.Missing) return false;
            if (Operator == "==") return left.Is(right);
            if (Operator == "!=") return !left.Is(right);
            if (left.Kind != right.Kind) return false;
            var order = left.Kind switch
            {
                LabelKind.Text => string.CompareOrdinal(left.Text, right.Text),
                LabelKind.Number or LabelKind.Time => left.Number.CompareTo(right.Number),
                _ => (int?)null,
            };
            return Operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
        }

        public override string ToString() => $"{Left} {Operator} {Right}";
    }
}

using System.Globalization;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>A side of a comparison: a constant, or something of the item.</summary>
abstract record FilterOperand
{
    /// <summary>The type, as far as it is known without an item.</summary>
    internal abstract LabelKind Kind { get; }

    internal virtual bool ReadsClock => false;

    internal abstract LabelValue Value(ItemEntry item, DateTimeOffset now);

    internal sealed record Constant(LabelValue Of, string Text) : FilterOperand
    {
        internal override LabelKind Kind => Of.Kind;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now) => Of;

        public override string ToString() => Text;

        internal static Constant Number(double number) => new(LabelValue.Of(number), number.ToString("R", CultureInfo.InvariantCulture));

        internal static Constant String(string text) => new(LabelValue.Of(text), Quoted(text));

        internal static Constant Boolean(bool value) => new(LabelValue.Of(value), value ? "true" : "false");

        internal static Constant List(IReadOnlyList<Constant> values) => new(LabelValue.Of([.. values.Select(v => v.Of)]), $"[{string.Join(", ", values)}]");
    }

    internal sealed record Id : FilterOperand
    {
        internal override LabelKind Kind => LabelKind.Text;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now) => LabelValue.Of(item.Id);

        public override string ToString() => "id";
    }

    internal sealed record Timestamp : FilterOperand
    {
        internal override LabelKind Kind => LabelKind.Time;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now) => item.Timestamp is { } time ? LabelValue.Of(time) : default;

        public override string ToString() => "timestamp";
    }

    internal sealed record Categories : FilterOperand
    {
        internal override LabelKind Kind => LabelKind.List;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now) => LabelValue.Of([.. item.Categories.Select(LabelValue.Of)]);

        public override string ToString() => "categories";
    }

    /// <summary>Now, or so many seconds before or after.</summary>
    internal sealed record Now(long Seconds) : FilterOperand
    {
        internal override LabelKind Kind => LabelKind.Time;

        internal override bool ReadsClock => true;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now) => LabelValue.Of(now.AddSeconds(Seconds));

        public override string ToString() => Seconds == 0 ? "now()" : string.Create(CultureInfo.InvariantCulture, $"now() {(Seconds < 0 ? '-' : '+')} {Math.Abs(Seconds)}s");
    }

    /// <summary>A label, by the names that lead to it.</summary>
    internal sealed record Label(IReadOnlyList<string> Path) : FilterOperand
    {
        internal override LabelKind Kind => LabelKind.Any;

        internal override LabelValue Value(ItemEntry item, DateTimeOffset now)
        {
            var value = item.Labels;
            for (var p = 0; p < Path.Count; p++) value = value.Field(Path[p]);
            return value;
        }

        public override string ToString() => "labels" + string.Concat(Path.Select(p => IsWord(p) ? $".{p}" : $"[{Quoted(p)}]"));

        static bool IsWord(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    static string Quoted(string text) => JsonSerializer.Serialize(text, FilterJson.Default.String);
}

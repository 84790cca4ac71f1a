using System.Data.Common;

namespace Attune;

public sealed partial class Dataset
{
    /// <summary>Builds data from rows in memory: <c>Dataset.From(orders, o => o.CustomerId, o => o.Sku, time: o => o.At)</c>. Ids are string, int, long or Guid.</summary>
    /// <param name="rows">The rows; each gives one event.</param>
    /// <param name="user">A row's user; null or empty is an error.</param>
    /// <param name="item">A row's item; null or empty is an error.</param>
    /// <param name="time">When it happened; .NET reads a DateTime without a kind as local time, so give it one or a DateTimeOffset.</param>
    /// <param name="value">The rating, count or quantity; without <paramref name="kind"/> it makes the event a rating.</param>
    /// <param name="kind">What happened (<see cref="EventKind"/>, or a word of one's own).</param>
    /// <param name="price">Price of one piece.</param>
    /// <param name="name">What the data is called in reports.</param>
    public static Dataset From<TRow, TUser, TItem>(IEnumerable<TRow> rows, Func<TRow, TUser> user, Func<TRow, TItem> item, Func<TRow, DateTimeOffset?>? time = null,
        Func<TRow, double?>? value = null, Func<TRow, string?>? kind = null, Func<TRow, double?>? price = null, string name = "data")
    {
        var builder = new DatasetBuilder { Name = name };
        foreach (var row in rows) builder.Add(Event(row, user, item, time, value, kind, price));
        return builder.Build();
    }

    /// <summary>Builds data from rows that arrive over time, such as a query of an ORM.</summary>
    /// <param name="rows">The rows; each gives one event.</param>
    /// <param name="user">A row's user; null or empty is an error.</param>
    /// <param name="item">A row's item; null or empty is an error.</param>
    /// <param name="time">When it happened; .NET reads a DateTime without a kind as local time, so give it one or a DateTimeOffset.</param>
    /// <param name="value">The rating, count or quantity; without <paramref name="kind"/> it makes the event a rating.</param>
    /// <param name="kind">What happened (<see cref="EventKind"/>, or a word of one's own).</param>
    /// <param name="price">Price of one piece.</param>
    /// <param name="name">What the data is called in reports.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<Dataset> FromAsync<TRow, TUser, TItem>(IAsyncEnumerable<TRow> rows, Func<TRow, TUser> user, Func<TRow, TItem> item, Func<TRow, DateTimeOffset?>? time = null,
        Func<TRow, double?>? value = null, Func<TRow, string?>? kind = null, Func<TRow, double?>? price = null, string name = "data", CancellationToken cancel = default)
    {
        var builder = new DatasetBuilder { Name = name };
        await foreach (var row in rows.WithCancellation(cancel).ConfigureAwait(false)) builder.Add(Event(row, user, item, time, value, kind, price));
        return builder.Build();
    }

    /// <summary>
    /// Builds data from a database query: columns by their names, as in a file with a header (<c>select user, item, rating, time from …</c>), or by
    /// <see cref="SourceOptions.Columns"/>. Times without a zone are UTC, binary ids are read as hexadecimal digits. The reader stays open.
    /// </summary>
    /// <param name="reader">The query's reader, before its first row.</param>
    /// <param name="options">Columns, bad rows, weights, feature files and name; formats do not apply.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="DataException">A column is missing or a value cannot be read; the "line" is the row's number, from 1.</exception>
    public static Dataset FromReader(DbDataReader reader, SourceOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new SourceOptions();
        var builder = new DatasetBuilder { Name = options.Name ?? "query", Weights = options.Weights ?? new EventWeights(), Extends = options.Extends, Threads = options.ThreadCount };
        var run = new Import(builder, options, null, cancel);
        DatabaseRows.Read(run, reader, builder.Name);
        if (options.UserFile is { } users) FeatureFile.Read(run, users, users: true);
        if (options.ItemFile is { } items) FeatureFile.Read(run, items, users: false);
        run.Finish(builder.Name);
        return builder.Build();
    }

    static Interaction Event<TRow, TUser, TItem>(TRow row, Func<TRow, TUser> user, Func<TRow, TItem> item, Func<TRow, DateTimeOffset?>? time,
        Func<TRow, double?>? value, Func<TRow, string?>? kind, Func<TRow, double?>? price) => new(Id(user(row)), Id(item(row)))
        {
            Time = time?.Invoke(row),
            Value = (float?)value?.Invoke(row),
            Kind = kind?.Invoke(row),
            Price = (float?)price?.Invoke(row),
        };

    static string Id<T>(T id) => id is { } known ? Vocabulary.Canonical<object>(known) : "";
}

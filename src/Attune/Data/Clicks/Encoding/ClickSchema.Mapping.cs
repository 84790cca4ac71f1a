namespace Attune;

public sealed partial record ClickSchema
{
    /// <summary>
    /// This schema with columns put to use in one line: <c>label=click,time=hour,user=uid,item=ad,numeric=age+price,buckets=price,several=genres,skip=id</c>. Parts are label, weight, time, user, item,
    /// numeric (standardised), buckets (numbers cut at quantiles), log-squares, several (labels parted by '|') and skip; several columns are joined by '+'.
    /// </summary>
    /// <exception cref="DataException">A part is of no such form.</exception>
    public ClickSchema With(string mapping)
    {
        var schema = this;
        foreach (var part in mapping.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } use, { Length: > 0 } columns])
                throw new DataException($"The mapping '{mapping}' has the part '{part}', which is not of the form use=column, as in label=click,numeric=age+price.");
            foreach (var column in columns.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) schema = schema.With(mapping, use, column);
        }
        return schema.Checked();
    }

    ClickSchema With(string mapping, string use, string column) => use switch
    {
        "label" => Without(column) with { Label = column },
        "weight" => Without(column) with { Weight = column },
        "time" => Without(column) with { Time = column },
        "skip" => Without(column),
        "user" => Changed(column, f => f with { Role = ClickFieldRole.UserId }),
        "item" => Changed(column, f => f with { Role = ClickFieldRole.ItemId }),
        "numeric" => Changed(column, f => f with { Kind = ClickFieldKind.Numeric }),
        "buckets" => Changed(column, f => f with { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.Quantiles }),
        "log-squares" => Changed(column, f => f with { Kind = ClickFieldKind.Numeric, Numbers = ClickNumbers.LogSquares }),
        "several" => Changed(column, f => f with { Kind = ClickFieldKind.MultiValued }),
        _ => throw new DataException($"The mapping '{mapping}' has the use '{use}', which is none of label, weight, time, user, item, numeric, buckets, log-squares, several and skip."),
    };

    ClickSchema Without(string column) => this with { Fields = [.. Fields.Where(f => f.Source != column)] };

    ClickSchema Changed(string column, Func<ClickFieldOptions, ClickFieldOptions> change) => this with
    {
        Fields = Fields.Any(f => f.Source == column) ? [.. Fields.Select(f => f.Source == column ? change(f) : f)] : [.. Fields, change(new ClickFieldOptions(column))],
    };
}

namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// Predefined parts, as the authors of many data sets publish them. The numbering of <paramref name="test"/> is made to continue that of
    /// <paramref name="train"/> by id, whatever it was.
    /// </summary>
    /// <param name="train">What models are fitted on.</param>
    /// <param name="test">What is held out.</param>
    /// <param name="history">What is known of test users that training has not seen; null for nothing.</param>
    public static Split Files(Dataset train, Dataset test, Dataset? history = null)
    {
        foreach (var part in new[] { train, test })
            if (part.Count == 0) throw new DataException($"{part.Name} has no events; both the training part and the test part need some. Check the file and the filters.");
        var numbered = test.WhereExtending(train, _ => true);
        if (history is null) return new Split("files", train, numbered);
        var known = history.WhereExtending(numbered, _ => true);
        return new Split("files", train, numbered.WhereExtending(known, _ => true)) { History = known };
    }
}

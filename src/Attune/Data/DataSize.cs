namespace Attune;

/// <summary>How large a data set is: what the memory of a training can be told from before it begins.</summary>
/// <param name="Users">Users.</param>
/// <param name="Items">Items.</param>
/// <param name="Interactions">Interactions.</param>
public readonly record struct DataSize(int Users, int Items, long Interactions)
{
    /// <summary>The size of a data set.</summary>
    public static DataSize Of(Dataset data) => new(data.Users.Count, data.Items.Count, data.Count);

    /// <summary>Bytes of one vector of <paramref name="width"/> floats for every user and every item.</summary>
    internal long Vectors(int width) => sizeof(float) * ((long)Users + Items) * width;
}

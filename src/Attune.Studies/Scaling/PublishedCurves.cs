namespace Attune.Studies;

/// <summary>The curves that the authors of the scaling study publish (arXiv:2604.06420): NDCG@10 of ten algorithms of two tools on eleven data sets of up to 100 million events.</summary>
static class PublishedCurves
{
    const string Resource = "published-curves.yaml";

    internal static IReadOnlyList<LearningCurve> Read()
    {
        using var stream = typeof(PublishedCurves).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The library lacks its resource {Resource}; build it anew.");
        using var reader = new StreamReader(stream);
        return PublishedTree.Read(Resource, reader);
    }
}

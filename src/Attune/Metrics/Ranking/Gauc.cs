namespace Attune;

/// <summary>
/// Group AUC: the <see cref="Auc"/> of each user, averaged with the user's number of relevant items as weight: Σ R·AUC / Σ R. Where lists of
/// impressions are ranked, weights are impressions or clicks (Zhu et al., KDD 2017; Zhou et al., KDD 2018); over a whole catalog the candidates are
/// nearly the same for everybody, so the clicks' counterpart, the relevant items, is the weight. Range 0 to 1, chance .5; undefined where AUC is.
/// Paired tests compare users without weights.
/// </summary>
public sealed record Gauc : IListMetric
{
    /// <inheritdoc/>
    public string Name => "gauc";

    /// <inheritdoc/>
    public int Depth => int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => Auc.Of(user);

    /// <inheritdoc/>
    public double Weight(in RankedUser user) => user.Relevant.Length;
}

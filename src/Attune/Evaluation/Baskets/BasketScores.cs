namespace Attune;

/// <summary>
/// How well a model ranks what users buy again, under both conventions in use. Each has precision, recall and NDCG at every cutoff, with one value for each user (NaN: not counted), in the same order, so that
/// models can be compared user by user.
/// </summary>
/// <param name="AtLeastK">
/// A metric at k counts users who have at least k items to rank (and bought one of them again): the number of users shrinks with k, so numbers at different k are not of the same people.
/// </param>
/// <param name="All">Every user who bought something again counts at every k; a shorter list is a list with empty places.</param>
/// <param name="Repeats">How much of the baskets was bought before, and what the model finds of either part.</param>
public sealed record BasketScores(Scores AtLeastK, Scores All, RepeatExplore Repeats);

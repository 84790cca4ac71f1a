namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// Holds out the newest events of every user; among equal times the later arrival is newer. Users with no more than that many events stay in
    /// training as a whole and are not tested. Looks into the future of other users, and says so in <see cref="Warnings"/>.
    /// </summary>
    /// <param name="data">Data with times, or with rows in the order of time.</param>
    /// <param name="events">How many events to hold out for each user, at least 1.</param>
    public static Split LeaveLast(Dataset data, int events = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 1);
        var untested = Enumerable.Range(0, data.Users.Count).Count(u => LengthOf(data, u) is > 0 and var n && n <= events);
        return Where(Say($"leave-last:{events}"), data, e =>
        {
            var of = data.EventsOf(data.Events.User[e]);
            return e >= of.End.Value - events && of.End.Value - of.Start.Value > events;
        }) with
        {
            Warnings =
            [
                LooksAhead,
                .. untested == 0 ? Array.Empty<string>() : [Say($"{untested:N0} of {data.Users.Count:N0} users have too few events (at most {events:N0}): they are trained on, not tested.")],
                .. data.HasTimes ? Array.Empty<string>() : ["There are no times: the order of the rows was taken for the order of events."],
            ],
        };
    }

    static int LengthOf(Dataset data, int user) => data.EventsOf(user).End.Value - data.EventsOf(user).Start.Value;
}

namespace Attune.Serving;

/// <summary>
/// The users, items, events and models of one space. Unknown ids are ordinary: reading gives null or nothing, deleting gives false. Several writes may run at
/// once; each is done as a whole or not at all. Lists are ordered by id, ordinally.
/// </summary>
public interface IStore
{
    /// <summary>The space's name.</summary>
    string Space { get; }

    /// <summary>Adds users, or replaces those that are there; of one id the last counts. Returns how many were given.</summary>
    Task<int> PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation = default);

    /// <summary>A user, or null.</summary>
    Task<StoredUser?> UserAsync(string id, CancellationToken cancellation = default);

    /// <summary>Changes a user in place, with nobody between reading and writing; false where there is none.</summary>
    Task<bool> ChangeUserAsync(string id, Func<StoredUser, StoredUser> change, CancellationToken cancellation = default);

    /// <summary>Deletes a user with all events; false where there is none and there are no events. Until kept models are rid of the user, too, the user is among <see cref="ErasuresAsync"/>.</summary>
    Task<bool> DeleteUserAsync(string id, CancellationToken cancellation = default);

    /// <summary>Users who were deleted and whom kept models may still hold, in the order of their numbers.</summary>
    Task<IReadOnlyList<Erasure>> ErasuresAsync(CancellationToken cancellation = default);

    /// <summary>Forgets the erasures up to a number: no model that is kept holds these users.</summary>
    Task EndErasuresAsync(long upTo, CancellationToken cancellation = default);

    /// <summary>Users after a place in the order.</summary>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="count">At most so many, at least 1.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<Page<StoredUser>> UsersAsync(string? after, int count, CancellationToken cancellation = default);

    /// <summary>Adds items, or replaces those that are there; of one id the last counts. Returns how many were given.</summary>
    Task<int> PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation = default);

    /// <summary>An item, or null.</summary>
    Task<StoredItem?> ItemAsync(string id, CancellationToken cancellation = default);

    /// <summary>Changes an item in place, with nobody between reading and writing; false where there is none.</summary>
    Task<bool> ChangeItemAsync(string id, Func<StoredItem, StoredItem> change, CancellationToken cancellation = default);

    /// <summary>Deletes an item with all events; false where there is none and there are no events.</summary>
    Task<bool> DeleteItemAsync(string id, CancellationToken cancellation = default);

    /// <summary>Items after a place in the order.</summary>
    /// <param name="after"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="count">At most so many, at least 1.</param>
    /// <param name="search">Only items whose id or comment holds this text, whatever the case of ASCII letters; null for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<Page<StoredItem>> ItemsAsync(string? after, int count, string? search = null, CancellationToken cancellation = default);

    /// <summary>What happened to items after a change, in order; each item at most once, as it is now. From 0 this is every item.</summary>
    IAsyncEnumerable<ItemChange> ItemChangesAsync(long after, CancellationToken cancellation = default);

    /// <summary>
    /// Takes events. One whose <see cref="StoredEvent.EventId"/> is stored already is left out. Returns how many were taken. Users and items that are not there
    /// are added bare where asked for; else the event is taken all the same.
    /// </summary>
    Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, EventMode mode = EventMode.Accumulate, bool addMissing = true, CancellationToken cancellation = default);

    /// <summary>A user's newest events, oldest first.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="latest">At most so many.</param>
    /// <param name="after">Only events with a larger number than this; 0 for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<IReadOnlyList<StoredEvent>> EventsOfUserAsync(string user, int latest, long after = 0, CancellationToken cancellation = default);

    /// <summary>Events as feedback, one row for each type, user and item, in the order of these three.</summary>
    Task<Page<StoredEvent>> FeedbackAsync(EventFilter filter, string? after, int count, CancellationToken cancellation = default);

    /// <summary>Deletes events; returns how many rows of feedback went. A filter without any part is an error.</summary>
    Task<int> DeleteFeedbackAsync(EventFilter filter, CancellationToken cancellation = default);

    /// <summary>All events with numbers up to this one, in the order in which they were taken: what training reads. Later ones do not disturb it.</summary>
    /// <param name="upTo">The number of the last event to read (<see cref="StoreCounts.LastEvent"/>).</param>
    /// <param name="after">The number after which to begin; 0 for the first: so a reader who was here before reads only what is new.</param>
    /// <param name="cancellation">Ends the work.</param>
    IAsyncEnumerable<StoredEvent> ReadEventsAsync(long upTo = long.MaxValue, long after = 0, CancellationToken cancellation = default);

    /// <summary>How much there is. Counts of events may be estimates where they are many; the number of the newest is exact.</summary>
    Task<StoreCounts> CountsAsync(CancellationToken cancellation = default);

    /// <summary>Everything of the space is gone afterwards, models and audit log excepted.</summary>
    Task PurgeAsync(CancellationToken cancellation = default);

    /// <summary>Keeps a model's bytes (a zip of its folder) under its version.</summary>
    Task PutModelAsync(ModelRecord model, Stream content, CancellationToken cancellation = default);

    /// <summary>The models that are kept, newest first.</summary>
    Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default);

    /// <summary>The bytes of a model; null where there is none of this version.</summary>
    Task<Stream?> OpenModelAsync(string version, CancellationToken cancellation = default);

    /// <summary>Makes one model the active one, with the reason; false where there is none of this version.</summary>
    Task<bool> ActivateModelAsync(string version, string decision, CancellationToken cancellation = default);

    /// <summary>
    /// Takes back every activation that came after the latest one of this version, which is active again, with the reason; false where there is none of this
    /// version, or where it was never activated or that was taken back.
    /// </summary>
    Task<bool> RollBackModelAsync(string version, string decision, CancellationToken cancellation = default);

    /// <summary>Leaves the space without an active model, with the reason; false where there was none. The version can be activated again.</summary>
    Task<bool> WithdrawModelAsync(string decision, CancellationToken cancellation = default);

    /// <summary>Forgets a model; false where there is none, or where it is active.</summary>
    Task<bool> DeleteModelAsync(string version, CancellationToken cancellation = default);

    /// <summary>Adds to the audit log.</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellation = default);

    /// <summary>The audit log, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditsAsync(int count, CancellationToken cancellation = default);
}

namespace Attune.Studies;

/// <summary>Tells the notes on groups among those of a result.</summary>
static class AudienceNotes
{
    internal const string Mark = "Groups: ";

    internal static bool Is(string note) => note.StartsWith(Mark, StringComparison.Ordinal);

    internal static string Of(string note) => Mark + note;
}

namespace Attune.Cli;

/// <summary>The command line is wrong in a way that only its meaning shows; the message names the option and says what to write.</summary>
sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Reads the text of an option: whatever is wrong with it is wrong usage.</summary>
    internal static T Reading<T>(string option, Func<T> read) => Guarded(option, read, e => e is ArgumentException or DataException);

    /// <summary>Reads the text of an option and applies it to data: wrong text is wrong usage, data that does not suit is not.</summary>
    internal static T Applying<T>(string option, Func<T> apply) => Guarded(option, apply, e => e is ArgumentException);

    static T Guarded<T>(string option, Func<T> read, Func<Exception, bool> isWrongText)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (isWrongText(e) && e is not OptionsException)
        {
            throw new UsageException($"{option}: {Call.OneLine(e)}", e);
        }
    }
}

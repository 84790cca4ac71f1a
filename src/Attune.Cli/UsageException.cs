namespace Attune.Cli;

/// <summary>The command line is wrong in a way that only its meaning shows; the message names the option and says what to write.</summary>
sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Reads the text of an option: whatever the reader finds wrong is wrong usage of that option.</summary>
    internal static T Reading<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e) when (e is not OptionsException)
        {
            throw new UsageException($"{option}: {Call.OneLine(e)}", e);
        }
    }
}

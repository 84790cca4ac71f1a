using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>A request that cannot be answered: Gorse says so with a status and one line of plain text.</summary>
/// <param name="status">The status.</param>
/// <param name="text">The line.</param>
sealed class GorseException(int status, string text) : Exception(text)
{
    internal int Status => status;

    internal static GorseException BadRequest(string text) => new(StatusCodes.Status400BadRequest, text);

    internal static GorseException NotFound(string text) => new(StatusCodes.Status404NotFound, text);

    internal static GorseException TooLarge(long largest) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than the {largest} bytes that Api.LargestBody allows. Send it in several requests.");
}

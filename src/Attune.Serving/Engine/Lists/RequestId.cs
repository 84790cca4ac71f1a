using System.Security.Cryptography;

namespace Attune.Serving;

/// <summary>Numbers of requests: 128 random bits, so that nobody can guess another's.</summary>
static class RequestId
{
    /// <summary>A new one: 32 hexadecimal digits.</summary>
    internal static string New()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return Convert.ToHexStringLower(bits);
    }
}

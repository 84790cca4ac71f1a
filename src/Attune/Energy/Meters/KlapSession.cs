using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Attune;

/// <summary>
/// The encryption of TP-Link's KLAP in its second version, as Tapo plugs have it. Both sides know a hash of user and password and draw 16 bytes; from these
/// three come the proofs of the handshake, a key, a vector and a signature. Every message has a number, which goes into its vector and its signature.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "The protocol hashes user and password by SHA-1 first.")]
sealed class KlapSession
{
    internal const int SeedBytes = 16, HashBytes = 32;
    const int VectorBytes = 12, SignatureBytes = 28;
    readonly byte[] _key, _vector, _signature;

    internal KlapSession(byte[] local, byte[] remote, byte[] account)
    {
        byte[] Derived(string name) => SHA256.HashData([.. Encoding.ASCII.GetBytes(name), .. local, .. remote, .. account]);
        var vector = Derived("iv");
        (_key, _vector, _signature) = (Derived("lsk")[..SeedBytes], vector[..VectorBytes], Derived("ldk")[..SignatureBytes]);
        Number = BinaryPrimitives.ReadInt32BigEndian(vector.AsSpan(HashBytes - 4));
    }

    /// <summary>The number of the newest message.</summary>
    internal int Number { get; private set; }

    /// <summary>What stands for user and password.</summary>
    internal static byte[] AccountOf(string user, string password) => SHA256.HashData([.. SHA1.HashData(Encoding.UTF8.GetBytes(user)), .. SHA1.HashData(Encoding.UTF8.GetBytes(password))]);

    /// <summary>The proof of the one whose seed comes second that it knows the account.</summary>
    internal static byte[] Proof(byte[] theirs, byte[] own, byte[] account) => SHA256.HashData([.. theirs, .. own, .. account]);

    /// <summary>The next message: its signature, then its text in AES.</summary>
    internal byte[] Encrypt(byte[] text)
    {
        Number = unchecked(Number + 1);
        using var aes = Cipher();
        var hidden = aes.EncryptCbc(text, VectorOf(Number));
        return [.. Sign(hidden), .. hidden];
    }

    /// <summary>The answer to the newest message; null where it is not one. How plugs sign answers is not known for all of them, so that is not looked at.</summary>
    internal byte[]? Decrypt(byte[] message)
    {
        if (message.Length <= HashBytes) return null;
        try
        {
            using var aes = Cipher();
            return aes.DecryptCbc(message[HashBytes..], VectorOf(Number));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    byte[] Sign(byte[] hidden) => SHA256.HashData([.. _signature, .. Bytes(Number), .. hidden]);

    byte[] VectorOf(int number) => [.. _vector, .. Bytes(number)];

    static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = _key;
        return aes;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Treaty.Core.Ownership;

/// <summary>Signatures of principals: ECDSA over P-256 with SHA-256, in the fixed-length form of IEEE P1363, as base64.</summary>
public static class Signature
{
    /// <summary>Whether the holder of the private key signed exactly this text. A malformed key or signature signs nothing.</summary>
    public static bool Verifies(string publicKey, string text, string signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (FormatException)
        {
            return false;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

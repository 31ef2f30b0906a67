using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Keys;

/// <summary>A folder with one PEM file (PKCS #8) a principal, readable by its owner alone.</summary>
public sealed class KeyFolder(string folder) : ISigner
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the environment's TREATY_KEYS says, else below the user's configuration folder.</summary>
    public static KeyFolder OfUser() => new(Environment.GetEnvironmentVariable("TREATY_KEYS") is { Length: > 0 } named ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "treaty", "keys"));

    public string? Sign(string principal, string text)
    {
        if (!Reference.IsId(principal) || !File.Exists(FileOf(principal))) return null;
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(FileOf(principal)));
            return Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
        }
        catch (ArgumentException e)
        {
            throw Unusable(principal, e);
        }
        catch (CryptographicException e)
        {
            throw Unusable(principal, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(principal, e);
        }
    }

    private BackendException Unusable(string principal, Exception e) =>
        new(BackendFault.Corrupt, $"the key in {FileOf(principal)} cannot be used: {e.Message}",
            "restore it, or make a new one with `treaty key` after removing it, and have principals.yaml changed", e);

    public (string PublicKey, string File) Create(string principal)
    {
        if (File.Exists(FileOf(principal)))
            throw new BackendException(BackendFault.Conflict, $"there is a key of {principal} already: {FileOf(principal)}",
                "use it, or move it away first; what it has signed stays valid");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(FileOf(principal), options)) writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        return (Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), FileOf(principal));
    }

    private string FileOf(string principal) => Path.Combine(folder, principal + ".pem");
}

namespace Treaty.Operations.Doors;

/// <summary>The private keys of those who act from this machine.</summary>
public interface ISigner
{
    /// <summary>Signs a text as a principal (see <see cref="Core.Ownership.Signature"/>); null where there is no key of his here.</summary>
    string? Sign(string principal, string text);

    /// <summary>Makes a key pair for a principal and keeps the private half.</summary>
    /// <returns>The public key, as principals.yaml wants it, and the file that holds the private one.</returns>
    /// <exception cref="BackendException">Conflict where a key of his is here already.</exception>
    (string PublicKey, string File) Create(string principal);
}

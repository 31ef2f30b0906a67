using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Planning;

/// <summary>
/// Who acts. Where a mesh knows no principals it is the local user, who holds every right; where it does, a principal who has proved
/// that the private key is his. There is no other way to make one.
/// </summary>
public sealed class Actor
{
    public static readonly FindingKind NotKnown = new("TRY0220", Severity.Error, "it is not known who acts");
    public static readonly FindingKind NotProved = new("TRY0221", Severity.Error, "a principal did not prove who he is");

    public static readonly FindingKind NotNow = new("TRY1102", Severity.Error, "someone acts at another time than now");

    private readonly ISigner? _signer;

    private Actor(string id, Principal? principal, ISigner? signer) => (Id, Principal, _signer) = (id, principal, signer);

    public string Id { get; }

    /// <summary>Null for the local user of a mesh without principals.</summary>
    public Principal? Principal { get; }

    /// <summary>Signs a text; null for the local user.</summary>
    public string? Sign(string text) => _signer?.Sign(Id, text);

    /// <param name="authority">The mesh whose principals count; null or one without principals lets the local user act.</param>
    public static (Actor? Actor, Finding? Refusal) Prove(Mesh? authority, string id, ISigner signer, Moment moment)
    {
        if (authority is not { HasPrincipals: true }) return (new(id, null, null), null);
        if (authority.Principal(id) is not { } principal)
            return (null, NotKnown.At(null, $"`{id}` is no principal of this mesh",
                $"say who acts with --as; {Nearest.Help(id, [.. authority.Principals.Select(p => p.Id)])}"));
        if (!principal.ActiveOn(moment.Day))
            return (null, NotProved.At(principal.Place, $"`{id}` may not act since {principal.Until:yyyy-MM-dd}", "act as someone who is there"));
        if (principal.PublicKey is not { } key)
            return (null, NotProved.At(principal.Place, $"`{id}` has no public key", $"make one with `treaty key {id}` and have it added to principals.yaml"));
        var text = $"treaty acts\n{id}\n{moment.Text}\n{authority.Hash}";
        return signer.Sign(id, text) is { } signature && Signature.Verifies(key, text, signature) ? (new(id, principal, signer), null)
            : (null, NotProved.At(principal.Place, $"the key of `{id}` on this machine is missing or is not the one in principals.yaml",
                "put the private key into the folder that TREATY_KEYS names, or act as yourself"));
    }
}

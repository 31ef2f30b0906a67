using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes;

/// <summary>Whether those who act are known once, belong to teams that exist, and can prove who they are.</summary>
internal static class PrincipalRules
{
    public static readonly FindingKind BadKey = new("TRY0217", Severity.Error, "a public key is malformed");
    public static readonly FindingKind NobodyAmends = new("TRY0218", Severity.Error, "no one may amend the constitution");

    public static readonly FindingKind SharedKey = new("TRY1100", Severity.Error, "two principals have one key");
    public static readonly FindingKind NoPerson = new("TRY1101", Severity.Error, "the person behind a principal is none");

    /// <summary>The length in bytes of an ECDSA P-256 public key as SubjectPublicKeyInfo (RFC 5480).</summary>
    private const int KeyLength = 91;

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today)
    {
        if (!mesh.HasPrincipals) yield break;
        var teams = mesh.Teams.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var twice in mesh.Principals.GroupBy(p => p.Id).Where(g => g.Count() > 1))
            yield return MeshRules.Duplicate.At(twice.Last().Place, $"the principal `{twice.Key}` is declared twice", $"it is also at {twice.First().Place}; keep one");
        foreach (var principal in mesh.Principals)
        {
            foreach (var team in principal.Teams.Where(t => !teams.Contains(t)))
                yield return MeshRules.Unknown(principal.Place, "team", team, teams);
            if (principal.PublicKey is { } key && !IsKey(key))
                yield return BadKey.At(principal.Place, $"the public key of `{principal.Id}` is no ECDSA P-256 key",
                    $"make a key with `treaty key {principal.Id}` and paste the line it prints");
        }
        foreach (var finding in Persons(mesh)) yield return finding;
        var able = mesh.Principals.Where(p => p.PublicKey is not null
            && Holders.By(mesh, p, DecisionRight.AmendConstitution, RightScope.Mesh, today).Count > 0);
        if (!able.Any())
            yield return NobodyAmends.At(new(PrincipalsDocument.Path, 1, 1), "with principals in force, no one could ever change them again",
                "add `holders: {amend-constitution: <team>}` to constitution.yaml, and a principal of that team with a public key");
    }

    /// <summary>Approvals count people by their keys and by who is behind a principal, so both must be told apart.</summary>
    private static IEnumerable<Finding> Persons(Mesh mesh)
    {
        foreach (var shared in mesh.Principals.Where(p => p.PublicKey is not null).GroupBy(p => p.PublicKey!.Trim()).Where(g =>
            g.Count() > 1))
            yield return SharedKey.At(shared.Last().Place, $"{string.Join(" and ", shared.Select(p => $"`{p.Id}`"))} have one public key",
                "a key proves who acts, so each principal has a key of its own: make one with `treaty key`");
        foreach (var principal in mesh.Principals)
            if (principal.Of is { } person && (person == principal.Id
                || mesh.Principal(person) is not { Kind: Ownership.PrincipalKind.Person, Of: null }))
                yield return NoPerson.At(principal.Place, $"`{principal.Id}` says that `{person}` is behind it, which is no person's principal",
                    "name with `person:` the principal of the person who acts by it or answers for it");
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[KeyLength + 1];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == KeyLength;
    }
}

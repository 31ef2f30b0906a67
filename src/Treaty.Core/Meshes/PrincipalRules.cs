using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes;

/// <summary>Whether those who act are known once, belong to teams that exist, and can prove who they are.</summary>
internal static class PrincipalRules
{
    public static readonly FindingKind BadKey = new("TRY0217", Severity.Error, "a public key is malformed");
    public static readonly FindingKind NobodyAmends = new("TRY0218", Severity.Error, "no one may amend the constitution");

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
        var able = mesh.Principals.Where(p => p.PublicKey is not null
            && Holders.By(mesh, p, DecisionRight.AmendConstitution, RightScope.Mesh, today).Count > 0);
        if (!able.Any())
            yield return NobodyAmends.At(new(PrincipalsDocument.Path, 1, 1), "with principals in force, no one could ever change them again",
                "add `holders: {amend-constitution: <team>}` to constitution.yaml, and a principal of that team with a public key");
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[KeyLength + 1];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == KeyLength;
    }
}

using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Ownership;

/// <summary>Whether a principal is a human being, who can be one of four eyes, or a program.</summary>
public enum PrincipalKind { Person, Service }

/// <summary>Someone or something that acts: the teams it belongs to, and the public key that its signatures are verified by.</summary>
/// <param name="PublicKey">An ECDSA P-256 public key as base64 of its SubjectPublicKeyInfo; null for one who cannot act yet.</param>
/// <param name="Until">The last day on which it may act: the day a person left.</param>
/// <param name="Of">The principal of the person behind it, where it is a second one of theirs or a service they answer for.</param>
public sealed record Principal(
    string Id, PrincipalKind Kind, string Name, ImmutableArray<string> Teams, string? PublicKey, DateOnly? Until, SourcePlace Place,
    string? Of = null)
{
    /// <summary>The human being who acts: two principals of one person are one pair of eyes. Null for a service that no one answers
    /// for.</summary>
    public string? Person => Of ?? (Kind == PrincipalKind.Person ? Id : null);


    public bool ActiveOn(DateOnly day) => Until is not { } until || day <= until;
}

/// <summary>Reads principals.yaml.</summary>
public static class PrincipalsDocument
{
    public const string Path = "principals.yaml";

    public static ImmutableArray<Principal> Read(YamlNode root, List<Finding> findings)
    {
        var fields = new Fields(root, root.Place, findings);
        ImmutableArray<Principal> principals = [.. fields.Maps("principals").Select(One)];
        fields.End("description");
        return principals;
    }

    private static Principal One(Fields f)
    {
        var id = f.Required("id");
        var kind = f.Word("kind", "person", "service") == "service" ? PrincipalKind.Service : PrincipalKind.Person;
        var principal = new Principal(id, kind, f.Text("name") ?? id, [.. f.Texts("teams")], f.Text("publicKey"),
            HoldingsDocument.Day(f, "until"), f.Place, f.Text("person"));
        f.End("email", "attributes");
        return principal;
    }
}

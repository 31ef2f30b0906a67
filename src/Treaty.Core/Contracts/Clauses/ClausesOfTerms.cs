using System.Collections.Immutable;
using static Treaty.Core.Contracts.Clauses.ClauseMechanism;
using static Treaty.Core.Contracts.Clauses.ContractClauses;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>The clauses of the document itself: what it is, who answers, who may read, what it costs, and where the data lies.</summary>
internal static class ClausesOfTerms
{
    private const string Shown = "shown in the catalog and on the product's page";
    private const string Links = "links for people, never followed";

    public static ImmutableArray<ContractClause> All { get; } =
    [
        Enforced("contract", "apiVersion", Document, "the edition by which the document is judged"),
        Enforced("contract", "kind", Document, "DataContract"),
        Enforced("contract", "id", Document, "unique in the mesh"),
        Enforced("contract", "version", Change,
            "a semantic version; a breaking change needs a new major, and plan and run refuse it without"),
        Enforced("contract", "schema", EachRow, "see the clauses of schema"),
        NotEnforced("contract", "status", "shown; a change to deprecated or retired needs the right deprecate"),
        Enforced("contract", "slaProperties", ClauseMechanism.Objective, "see the clauses of slaProperties"),
        NotEnforced("contract", "slaDefaultElement", "leaves the standard; name the element in each property"),
        NotEnforced("contract", "servers",
            "where others keep the data; Treaty reads only sources.yaml and writes only its lake, and connects to no host a contract names"),
        NotEnforced("contract", "roles", "who may read is decided by policies and rights of the mesh"),
        NotEnforced("contract", "price", "Treaty charges nobody"),
        NotEnforced("contract", "team", "the accountable team is the product's; rights are in context.yaml"),
        Descriptive("contract", "name", Shown),
        Descriptive("contract", "tenant", Shown),
        Descriptive("contract", "tags", Shown),
        Descriptive("contract", "dataProduct", "leaves the standard; the product names its contract"),
        Descriptive("contract", "description", Shown),
        Descriptive("contract", "domain", Shown),
        Descriptive("contract", "context", "guidance for assistants; never executed"),
        Descriptive("contract", "support", Shown),
        Descriptive("contract", "authoritativeDefinitions", Links),
        Descriptive("contract", "customProperties", "Treaty's own are read (treatyMeasures, treatyQuarantine); others are kept"),
        Descriptive("contract", "contractCreatedTs", "for people"),
        .. Each("description", Shown, "usage", "purpose", "limitations"),
        Descriptive("description", "authoritativeDefinitions", Links),
        Descriptive("description", "customProperties", "kept"),

        Enforced("server", "type", Document, "one of the standard's types, with the keys that it needs"),
        .. Each("server", "for people; no host or path of it is ever reached", "id", "server", "description", "environment", "roles",
            "customProperties"),
        NotEnforced("server", "(keys of its type)", "for people; no host or path of it is ever reached"),

        NotEnforced("role", "role", "who may read is decided by policies and rights of the mesh"),
        NotEnforced("role", "access", "who may read is decided by policies and rights of the mesh"),
        NotEnforced("role", "firstLevelApprovers", "approvals are decided by the rights of the mesh"),
        NotEnforced("role", "secondLevelApprovers", "approvals are decided by the rights of the mesh"),
        .. Each("role", Shown, "id", "description", "customProperties"),

        .. Each("team", Shown, "id", "name", "description", "members", "tags", "customProperties", "authoritativeDefinitions"),
        .. Each("member", "for people; who may act is in principals.yaml", "id", "username", "name", "description", "role", "dateIn",
            "dateOut",
            "replacedByUsername", "tags", "customProperties", "authoritativeDefinitions"),
        .. Each("support", Shown, "id", "channel", "url", "description", "tool", "scope", "invitationUrl", "customProperties"),
        .. new[] { "priceAmount", "priceCurrency", "priceUnit" }.Select(key => NotEnforced("price", key, "Treaty charges nobody")),
        Descriptive("price", "id", "for references"),
        .. Each("definition", Links, "id", "url", "type", "description"),
        .. Each("custom", "unknown entries are kept byte for byte", "id", "property", "value", "description", "vendor"),
        .. Each("synonym", "for search", "id", "synonym", "description", "locale", "source", "status", "customProperties"),
        .. Each("context", "guidance for assistants; never executed", "instructions", "verifiedStatements", "constraints"),
        .. Each("statement", "guidance for assistants; never executed", "id", "question", "answer", "authoritativeDefinitions", "tags",
            "customProperties"),
        .. Each("constraint", "guidance for assistants; never executed", "id", "constraint", "authoritativeDefinitions", "tags",
            "customProperties"),
    ];

    private static IEnumerable<ContractClause> Each(string block, string by, params string[] keys) =>
        keys.Select(key => Descriptive(block, key, by));
}

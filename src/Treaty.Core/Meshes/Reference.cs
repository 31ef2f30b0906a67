using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Meshes;

/// <summary>
/// The one way to name something published: <c>sales.orders/order_placed@2.1.0#41</c> is context, product, schema object,
/// contract version and product version; the parts after the product may be absent. Compared and printed by its text.
/// </summary>
public sealed partial record Reference(
    string Context, string Product, string? Object = null, string? ContractVersion = null, long? ProductVersion = null)
{
    /// <summary>The name under which legacy feeds are referred to: <c>legacy.revenue_mart</c>.</summary>
    public const string LegacyContext = "legacy";

    /// <summary>The name under which the treaty zone's products are referred to: <c>zone.revenue</c>.</summary>
    public const string ZoneContext = "zone";

    /// <summary>Context and product alone.</summary>
    public Reference Bare => new(Context, Product);

    public Reference WithObject(string name) => this with { Object = name };

    public override string ToString() =>
        $"{Context}.{Product}"
        + (Object is null ? "" : $"/{Object}")
        + (ContractVersion is null ? "" : $"@{ContractVersion}")
        + (ProductVersion is null ? "" : string.Create(CultureInfo.InvariantCulture, $"#{ProductVersion}"));

    /// <summary>Reads the canonical text; null where it is not one.</summary>
    public static Reference? TryParse(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true } match) return null;
        string? Part(string name) => match.Groups[name] is { Success: true, Value: var value } ? value : null;
        return new Reference(Part("context")!, Part("product")!, Part("object"), Part("contract"),
            Part("version") is { } version ? long.Parse(version, CultureInfo.InvariantCulture) : null);
    }

    /// <summary>True for <c>[a-z][a-z0-9_]*</c>, the form of every id.</summary>
    public static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    [GeneratedRegex(@"^(?<context>[a-z][a-z0-9_]*)\.(?<product>[a-z][a-z0-9_]*)(/(?<object>[a-z][a-z0-9_]*))?"
        + @"(@(?<contract>[0-9]+(\.[0-9]+){0,2}))?(#(?<version>[0-9]{1,18}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z")]
    private static partial Regex Id();
}

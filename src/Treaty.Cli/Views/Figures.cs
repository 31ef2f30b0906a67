using System.Globalization;

namespace Treaty.Cli.Views;

/// <summary>
/// Amounts, counts and instants as a terminal shows them: groups of three, all digits, a plain sign that can be copied into a
/// spreadsheet.
/// </summary>
internal static class Figures
{
    /// <param name="digits">Digits after the point at least.</param>
    public static string Amount(decimal amount, int digits = 2) =>
        amount.ToString("#,0." + new string('0', digits) + "##########################", CultureInfo.InvariantCulture);

    public static string Signed(decimal amount, int digits = 2) => (amount > 0 ? "+" : "") + Amount(amount, digits);

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    public static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Amounts of several currencies in one cell.</summary>
    public static string Amounts(IEnumerable<(decimal Amount, string Currency)> amounts) =>
        string.Join(", ", amounts.Where(a => a.Amount != 0)
            .Select(a => $"{Amount(a.Amount)} {a.Currency}".TrimEnd()));
}

using System.Globalization;
using System.Numerics;

namespace Treaty.Operations.Publishing;

/// <summary>The content of a table as <c>rows:sum</c>, the sum of its rows' hashes in hex: equal for equal rows in any order, and
/// what two
/// tables hold together is their sum.</summary>
internal static class ContentHash
{
    public const string Nothing = "0:0";

    public static string Of(long rows, string decimalSum) => $"{rows}:{BigInteger.Parse(decimalSum, CultureInfo.InvariantCulture):x}";

    public static string Plus(string a, string b)
    {
        var (x, y) = (Read(a), Read(b));
        return $"{x.Rows + y.Rows}:{x.Sum + y.Sum:x}";
    }

    /// <summary>What is left where rows that were there are gone.</summary>
    public static string Minus(string a, string b)
    {
        var (x, y) = (Read(a), Read(b));
        return $"{x.Rows - y.Rows}:{x.Sum - y.Sum:x}";
    }

    public static long Rows(string content) => Read(content).Rows;

    private static (long Rows, BigInteger Sum) Read(string content)
    {
        var parts = content.Split(':');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture),
            BigInteger.Parse("0" + parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}

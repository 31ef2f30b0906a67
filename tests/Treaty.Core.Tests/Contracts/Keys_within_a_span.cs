using System.Globalization;
using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;

namespace Treaty.Core.Tests.Contracts;

/// <summary>A file is passed over only where none of the keys can be in it.</summary>
public sealed class Keys_within_a_span
{
    private static SchemaObject Object(params LogicalType[] key) => new("o", null, null, null, null,
        [.. key.Select((type, i) => new Property($"k{i}", null, null, type, 18, 6, false, false, i + 1, PropertyLimits.None, null, null, null, [], [],
            Severity.Error, new("c.yaml", 1, 1)))], [], new("c.yaml", 1, 1));

    private static bool MayBe(LogicalType type, string least, string greatest, string? fileLeast, string? fileGreatest, long with = 3) =>
        KeySpan.Read(Object(type), [3L, with, least, greatest]).MayBeIn(_ => (fileLeast, fileGreatest));

    [Theory]
    [InlineData(LogicalType.String, "k5", "k9", "k0", "k4", false)]
    [InlineData(LogicalType.String, "k5", "k9", "k0", "k5", true)]
    [InlineData(LogicalType.String, "k5", "k9", "k9", "m", true)]
    [InlineData(LogicalType.String, "k5", "k9", "ka", "m", false)]
    [InlineData(LogicalType.String, "k5", "k9", "a", "z", true)]
    [InlineData(LogicalType.String, "k5", "k9", null, null, true)]
    [InlineData(LogicalType.String, "k5", "k9", "a", null, true)]
    [InlineData(LogicalType.String, "\uFF5E", "\uFF5E", "\uD83D\uDE00", "\uD83D\uDE01", false)]
    [InlineData(LogicalType.String, "\uD83D\uDE00", "\uD83D\uDE01", "a", "\uFF5E", false)]
    [InlineData(LogicalType.Integer, "9", "10", "11", "200", false)]
    [InlineData(LogicalType.Integer, "9", "10", "-5", "9", true)]
    [InlineData(LogicalType.Integer, "9", "10", "?", "?", true)]
    [InlineData(LogicalType.Date, "2025-01-02", "2025-01-03", "2024-12-01", "2025-01-01", false)]
    [InlineData(LogicalType.Date, "2025-01-02", "2025-01-03", "2024-12-01", "12025-01-01", true)]
    [InlineData(LogicalType.Number, "9", "10", "11", "200", true)]
    public void Is_what_may_be_in_a_file(LogicalType type, string least, string greatest, string? fileLeast, string? fileGreatest, bool may) =>
        MayBe(type, least, greatest, fileLeast, fileGreatest).ShouldBe(may);

    [Fact]
    public void A_key_without_a_value_may_be_anywhere() => MayBe(LogicalType.String, "k5", "k9", "a", "b", with: 2).ShouldBeTrue();

    [Fact]
    public void One_column_of_several_is_enough_to_say_no()
    {
        var span = KeySpan.Read(Object(LogicalType.Integer, LogicalType.String), [3L, 3L, "1", "9", 3L, "m", "n"]);
        span.MayBeIn(column => column == "k0" ? ("5", "6") : ("a", "z")).ShouldBeTrue();
        span.MayBeIn(column => column == "k0" ? ("5", "6") : ("a", "c")).ShouldBeFalse();
    }

    /// <summary>Whatever numbers: a file that holds one of the keys is never passed over.</summary>
    [Fact]
    public void No_file_with_one_of_the_keys_is_passed_over() =>
        Gen.Select(Gen.Long.Array[1, 9], Gen.Long.Array[0, 9], Gen.Int[0, 8]).Sample((keys, others, shared) =>
        {
            var file = others.Append(keys[shared % keys.Length]).ToList();
            string Text(long n) => n.ToString(CultureInfo.InvariantCulture);
            MayBe(LogicalType.Integer, Text(keys.Min()), Text(keys.Max()), Text(file.Min()), Text(file.Max())).ShouldBeTrue();
        });
}

using Treaty.Core.Contracts;
using Treaty.Core.Findings;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Each clause over a value at its bounds: what is good, what breaks it, and what an absent value does.</summary>
public sealed class Every_rule_of_a_value
{
    private const string Text = "- {name: v, logicalType: string, logicalTypeOptions: {OPTIONS}}";
    private const string Integer = "- {name: v, logicalType: integer, logicalTypeOptions: {OPTIONS}}";
    private const string Number = "- {name: v, logicalType: number, physicalType: 'decimal(10,2)', logicalTypeOptions: {OPTIONS}}";

    [Theory]
    [InlineData("minLength: 3", "'abc'", "")]
    [InlineData("minLength: 3", "'ab'", "has at least 3 characters")]
    [InlineData("minLength: 3", "'äöü'", "")]
    [InlineData("minLength: 1", "''", "has at least 1 characters")]
    [InlineData("minLength: 3", "NULL::VARCHAR", "")]
    [InlineData("maxLength: 3", "'abc'", "")]
    [InlineData("maxLength: 3", "'abcd'", "has at most 3 characters")]
    [InlineData("pattern: 'a+'", "'aaa'", "")]
    [InlineData("pattern: 'a+'", "'aab'", "matches a+")]
    [InlineData("pattern: 'a+'", "''", "matches a+")]
    [InlineData("pattern: 'a+'", "NULL::VARCHAR", "")]
    public Task A_text(string options, string value, string broken) => Holds(Text, options, value, broken);

    [Theory]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-426614174000", true)]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-42661417400", false)]
    [InlineData("uuid", "123e4567e89b12d3a456426614174000", false)]
    [InlineData("email", "a.b+c@example.co.uk", true)]
    [InlineData("email", "a@localhost", true)]
    [InlineData("email", "a@-example.com", false)]
    [InlineData("email", "a b@example.com", false)]
    [InlineData("email", "example.com", false)]
    [InlineData("uri", "https://example.com/a?b=c#d", true)]
    [InlineData("uri", "urn:isbn:0451450523", true)]
    [InlineData("uri", "//example.com", false)]
    [InlineData("uri", "https://example.com/a b", false)]
    [InlineData("uri", "https://example.com/%zz", false)]
    [InlineData("hostname", "a-1.example.com", true)]
    [InlineData("hostname", "a_1.example.com", false)]
    [InlineData("hostname", "a..b", false)]
    [InlineData("ipv4", "255.255.255.255", true)]
    [InlineData("ipv4", "256.1.1.1", false)]
    [InlineData("ipv4", "1.1.1", false)]
    [InlineData("ipv4", "01.1.1.1", false)]
    [InlineData("ipv6", "::", true)]
    [InlineData("ipv6", "::1", true)]
    [InlineData("ipv6", "2001:db8::ff00:42:8329", true)]
    [InlineData("ipv6", "2001:0db8:0000:0000:0000:ff00:0042:8329", true)]
    [InlineData("ipv6", "::ffff:192.0.2.1", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7::", true)]
    [InlineData("ipv6", "1::2::3", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7", false)]
    [InlineData("ipv6", "1:2:3:4:5:6:7:8:9", false)]
    [InlineData("ipv6", "12345::", false)]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date", "2024-2-9", false)]
    [InlineData("time", "23:59:60Z", true)]
    [InlineData("time", "24:00:00", false)]
    [InlineData("date-time", "2024-01-31T10:00:00.5+01:00", true)]
    [InlineData("date-time", "2024-01-31T10:00:00", false)]
    [InlineData("date-time", "2024-02-30T10:00:00Z", false)]
    [InlineData("byte", "aGk=", true)]
    [InlineData("byte", "aGk", false)]
    [InlineData("password", "anything", true)]
    public async Task A_text_in_a_format(string format, string value, bool good) =>
        (await Judged.BrokenAsync(Text.Replace("OPTIONS", "format: " + format, StringComparison.Ordinal), $"'{value}'"))
            .ShouldBe(good ? [] : [$"is in the format {format}"]);

    [Fact]
    public void A_format_that_no_one_knows_is_said() =>
        Judged.Read(Text.Replace("OPTIONS", "format: iban", StringComparison.Ordinal)).Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1302");

    [Theory]
    [InlineData("minimum: 1", "'1'", "")]
    [InlineData("minimum: 1", "'0'", "is at least 1")]
    [InlineData("maximum: 9", "'9'", "")]
    [InlineData("maximum: 9", "'10'", "is at most 9")]
    [InlineData("exclusiveMinimum: 1", "'2'", "")]
    [InlineData("exclusiveMinimum: 1", "'1'", "is more than 1")]
    [InlineData("exclusiveMaximum: 9", "'8'", "")]
    [InlineData("exclusiveMaximum: 9", "'9'", "is less than 9")]
    [InlineData("multipleOf: 5", "'-10'", "")]
    [InlineData("multipleOf: 5", "'0'", "")]
    [InlineData("multipleOf: 5", "'7'", "is a multiple of 5")]
    [InlineData("format: i8", "'127'", "")]
    [InlineData("format: i8", "'128'", "fits i8")]
    [InlineData("format: i8", "'-129'", "fits i8")]
    [InlineData("format: u16", "'65535'", "")]
    [InlineData("format: u16", "'-1'", "fits u16")]
    [InlineData("format: i64", "'9223372036854775807'", "")]
    [InlineData("minimum: 1", "NULL::VARCHAR", "")]
    public Task An_integer(string options, string value, string broken) => Holds(Integer, options, value, broken);

    [Theory]
    [InlineData("minimum: 0.5", "'0.50'", "")]
    [InlineData("minimum: 0.5", "'0.49'", "is at least 0.5")]
    [InlineData("multipleOf: 0.05", "'12.35'", "")]
    [InlineData("multipleOf: 0.05", "'12.36'", "is a multiple of 0.05")]
    [InlineData("exclusiveMinimum: 0", "'-0.00'", "is more than 0")]
    public Task A_number(string options, string value, string broken) => Holds(Number, options, value, broken);

    /// <summary>What is of a type and what is not: nothing is rounded, guessed or made NULL without a word.</summary>
    [Theory]
    [InlineData("integer", "'-0'", true)]
    [InlineData("integer", "'+7'", true)]
    [InlineData("integer", "'007'", true)]
    [InlineData("integer", "'5.7'", false)]
    [InlineData("integer", "'5.0'", false)]
    [InlineData("integer", "'1e3'", false)]
    [InlineData("integer", "' 5 '", false)]
    [InlineData("integer", "'1_000'", false)]
    [InlineData("integer", "'0x1F'", false)]
    [InlineData("integer", "'9223372036854775808'", false)]
    [InlineData("integer", "''", false)]
    [InlineData("integer", "NULL::VARCHAR", true)]
    [InlineData("integer", "5.0::DOUBLE", true)]
    [InlineData("integer", "5.5::DOUBLE", false)]
    [InlineData("integer", "'NaN'::DOUBLE", false)]
    [InlineData("integer", "'-inf'::DOUBLE", false)]
    [InlineData("number", "'12.5'", true)]
    [InlineData("number", "'.5'", true)]
    [InlineData("number", "'5.'", true)]
    [InlineData("number", "'1.2345678'", false)]
    [InlineData("number", "'1,5'", false)]
    [InlineData("number", "'NaN'", false)]
    [InlineData("number", "'1e3'", false)]
    [InlineData("number", "-0.0::DOUBLE", true)]
    [InlineData("number", "0.1::DOUBLE", true)]
    [InlineData("number", "'NaN'::DOUBLE", false)]
    [InlineData("number", "'infinity'::DOUBLE", false)]
    [InlineData("boolean", "'YES'", true)]
    [InlineData("boolean", "'2'", false)]
    [InlineData("boolean", "''", false)]
    [InlineData("date", "'2024-02-29'", true)]
    [InlineData("date", "'2023-02-29'", false)]
    [InlineData("date", "'2024-1-5'", false)]
    [InlineData("date", "'2024-01-05 10:00:00'", false)]
    [InlineData("date", "'infinity'", false)]
    [InlineData("date", "'infinity'::DATE", false)]
    [InlineData("date", "TIMESTAMP '2024-01-05 00:00:00'", true)]
    [InlineData("date", "TIMESTAMP '2024-01-05 00:00:01'", false)]
    [InlineData("timestamp", "'2024-01-05T10:00:00Z'", true)]
    [InlineData("timestamp", "'2024-01-05 10:00'", true)]
    [InlineData("timestamp", "'2024-01-05 10:00:00.123456+01'", true)]
    [InlineData("timestamp", "'2024-01-05'", false)]
    [InlineData("timestamp", "'-001-01-05T10:00:00Z'", false)]
    [InlineData("timestamp", "'2024-13-05T10:00:00Z'", false)]
    [InlineData("timestamp", "'infinity'", false)]
    [InlineData("timestamp", "'infinity'::TIMESTAMPTZ", false)]
    [InlineData("time", "'23:59'", true)]
    [InlineData("time", "'23:59:59.5+01:00'", true)]
    [InlineData("time", "'24:00:00'", false)]
    [InlineData("time", "'9:00'", false)]
    [InlineData("time", "TIME '10:00:00'", true)]
    [InlineData("object", "'{\"a\": 1}'", true)]
    [InlineData("object", "'[1]'", false)]
    [InlineData("object", "'{a}'", false)]
    [InlineData("object", "{'a': 1}", true)]
    [InlineData("object", "[1]", false)]
    [InlineData("array", "'[1, \"b\"]'", true)]
    [InlineData("array", "'{}'", false)]
    [InlineData("array", "'nope'", false)]
    [InlineData("array", "[1, 2]", true)]
    public async Task A_value_of_a_type(string type, string literal, bool good)
    {
        var broken = await Judged.BrokenAsync($"- {{name: v, logicalType: {type}}}", literal);
        broken.Count.ShouldBe(good ? 0 : 1, string.Join("; ", broken));
    }

    [Theory]
    [InlineData("'a'", true)]
    [InlineData("''", true)]
    [InlineData("NULL::VARCHAR", false)]
    public async Task A_required_value_is_there_though_it_may_be_empty(string literal, bool good) =>
        (await Judged.BrokenAsync("- {name: v, logicalType: string, required: true}", literal)).ShouldBe(good ? [] : ["is present"]);

    [Fact]
    public async Task A_value_that_cannot_be_read_is_not_also_absent() =>
        (await Judged.BrokenAsync("- {name: v, logicalType: integer, required: true}", "'x'")).ShouldBe(["is integer"]);

    [Theory]
    [InlineData("date", "{minimum: '2024-01-01'}", "'2023-12-31'", "is at least 2024-01-01")]
    [InlineData("date", "{maximum: '2024-01-01'}", "'2024-01-01'", "")]
    [InlineData("date", "{format: dd.MM.yyyy}", "'31.12.2023'", "")]
    [InlineData("date", "{format: dd.MM.yyyy}", "'1.2.2023'", "is date")]
    [InlineData("date", "{format: dd.MM.yyyy}", "'2023-12-31'", "is date")]
    [InlineData("date", "{format: yyyy-MM-dd}", "'2023-12-31'", "")]
    [InlineData("timestamp", "{exclusiveMaximum: '2024-01-01T00:00:00Z'}", "'2024-01-01T00:00:00Z'", "is less than 2024-01-01T00:00:00Z")]
    [InlineData("timestamp", "{minimum: '2024-01-01T00:00:00Z', defaultTimezone: Europe/Berlin}", "'2024-01-01 00:30:00'", "is at least 2024-01-01T00:00:00Z")]
    [InlineData("timestamp", "{timezone: true}", "'2024-01-01 00:30:00'", "says its offset")]
    [InlineData("timestamp", "{timezone: true}", "'2024-01-01 00:30:00+01:00'", "")]
    [InlineData("timestamp", "{timezone: false}", "'2024-01-01 00:30:00+01:00'", "says no offset")]
    [InlineData("timestamp", "{format: \"dd.MM.yyyy HH:mm\"}", "'31.12.2023 10:00'", "")]
    [InlineData("timestamp", "{format: \"dd.MM.yyyy HH:mm\"}", "'31.12.2023'", "is timestamp")]
    [InlineData("time", "{minimum: '09:00', maximum: '17:00'}", "'17:00:00.1'", "is at most 17:00")]
    [InlineData("time", "{minimum: '09:00', maximum: '17:00'}", "'09:00Z'", "")]
    public async Task A_day_or_an_instant(string type, string options, string literal, string broken) =>
        (await Judged.BrokenAsync($"- {{name: v, logicalType: {type}, logicalTypeOptions: {options}}}", literal))
            .ShouldBe(broken == "" ? [] : [broken]);

    [Theory]
    [InlineData("string", "[{value: a}, {value: b}]", "'b'", true)]
    [InlineData("string", "[{value: a}, {value: b}]", "'c'", false)]
    [InlineData("string", "[{value: a}]", "''", false)]
    [InlineData("string", "[{value: a}]", "NULL::VARCHAR", true)]
    [InlineData("number", "[{value: 1.5}]", "'1.50'", true)]
    [InlineData("number", "[{value: 1.5}]", "'1.51'", false)]
    [InlineData("date", "[{value: '2024-01-01'}]", "'2024-01-01'", true)]
    public async Task A_value_of_an_enumeration(string type, string values, string literal, bool good) =>
        (await Judged.BrokenAsync($"- {{name: v, logicalType: {type}, enum: {values}}}", literal)).Count.ShouldBe(good ? 0 : 1);

    private static async Task Holds(string property, string options, string value, string broken) =>
        (await Judged.BrokenAsync(property.Replace("OPTIONS", options, StringComparison.Ordinal), value)).ShouldBe(broken == "" ? [] : [broken]);
}

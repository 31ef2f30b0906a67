namespace Treaty.Backends.Tests.Contracts;

/// <summary>Members and items are judged where they stand; each rule names its path.</summary>
public sealed class Objects_and_arrays
{
    private const string Address =
        """
        - name: v
          logicalType: object
          logicalTypeOptions: {minProperties: 1, maxProperties: 3, required: [city]}
          properties:
            - {name: city, logicalType: string, required: true, logicalTypeOptions: {maxLength: 5}}
            - {name: floor, logicalType: integer, logicalTypeOptions: {minimum: 0}}
            - name: tags
              logicalType: array
              logicalTypeOptions: {uniqueItems: true, maxItems: 2}
              items: {logicalType: string, logicalTypeOptions: {pattern: '[a-z]+'}}
        """;

    [Theory]
    [InlineData("""{"city":"Bonn"}""", "")]
    [InlineData("""{"city":"Bonn","floor":0,"tags":["a","b"]}""", "")]
    [InlineData("""{}""", "has at least 1 members;has the member city;city is present")]
    [InlineData("""{"city":null}""", "city is present")]
    [InlineData("""{"city":"Berlin"}""", "city has at most 5 characters")]
    [InlineData("""{"city":5}""", "city is string")]
    [InlineData("""{"city":"Bonn","floor":-1}""", "floor is at least 0")]
    [InlineData("""{"city":"Bonn","floor":1.5}""", "floor is integer")]
    [InlineData("""{"city":"Bonn","floor":"1"}""", "floor is integer")]
    [InlineData("""{"city":"Bonn","tags":["a","a"]}""", "tags has no item twice")]
    [InlineData("""{"city":"Bonn","tags":["a","b","c"]}""", "tags has at most 2 items")]
    [InlineData("""{"city":"Bonn","tags":["a","B"]}""", "tags each item matches [a-z]+")]
    [InlineData("""{"city":"Bonn","tags":[1]}""", "tags each item is string;tags each item matches [a-z]+")]
    [InlineData("""{"city":"Bonn","tags":"a"}""", "tags is array")]
    [InlineData("""{"city":"Bonn","a":1,"b":2,"c":3}""", "has at most 3 members")]
    public async Task An_object(string json, string broken) =>
        (await Judged.BrokenAsync(Address, $"'{json}'")).ShouldBe(broken == "" ? [] : broken.Split(';'));

    private const string Lines =
        """
        - name: v
          logicalType: array
          logicalTypeOptions: {minItems: 1}
          items:
            logicalType: object
            properties:
              - {name: price, logicalType: number, required: true, logicalTypeOptions: {exclusiveMinimum: 0}}
              - {name: codes, logicalType: array, items: {logicalType: integer}}
        """;

    [Theory]
    [InlineData("""[{"price":1.5}]""", "")]
    [InlineData("""[]""", "has at least 1 items")]
    [InlineData("""[{"price":1.5},{"price":0}]""", "each item price is more than 0")]
    [InlineData("""[{"price":1.5},{}]""", "each item price is present")]
    [InlineData("""[{"price":1.5,"codes":[1,2]}]""", "")]
    [InlineData("""[{"price":1.5,"codes":[1,"x"]}]""", "each item codes each item is integer")]
    [InlineData("""[7]""", "each item is object")]
    public async Task An_array_of_objects(string json, string broken) =>
        (await Judged.BrokenAsync(Lines, $"'{json}'")).ShouldBe(broken == "" ? [] : broken.Split(';'));

    [Fact]
    public async Task Nested_values_of_the_engine_are_judged_like_text() =>
        (await Judged.BrokenAsync(Lines, "[{'price': 0.0}]")).ShouldBe(["each item price is more than 0"]);
}

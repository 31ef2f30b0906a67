using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Reconciliation;

public class Chance_in_words
{
    [Theory]
    [InlineData("0", "under 1 in 1,000,000", "chance alone would give such a subset less than once in 1,000,000 times")]
    [InlineData("0.000001", "under 1 in 1,000,000", "chance alone would give such a subset less than once in 1,000,000 times")]
    [InlineData("0.000068", "1 in 15,000", "chance alone would give such a subset once in 15,000 times")]
    [InlineData("0.0005", "1 in 2,000", "chance alone would give such a subset once in 2,000 times")]
    [InlineData("0.0102", "1 in 98", "chance alone would give such a subset once in 98 times")]
    [InlineData("0.4", "1 in 2.5", "chance alone would give such a subset in 4 of 10 cases")]
    [InlineData("0.11", "1 in 9.1", "chance alone would give such a subset in 1 of 10 cases")]
    [InlineData("0.1", "1 in 10", "chance alone would give such a subset once in 10 times")]
    [InlineData("0.5", "0.5", "chance alone would give about 0.5 such subsets")]
    [InlineData("1", "1", "chance alone would give about 1 such subset")]
    [InlineData("1.2", "1.2", "chance alone would give about 1.2 such subsets")]
    [InlineData("183.6", "180", "chance alone would give about 180 such subsets")]
    [InlineData("258165", "260,000", "chance alone would give about 260,000 such subsets")]
    public void Says_once_in_how_many_times_or_how_many(string expected, string few, string sentence)
    {
        var number = decimal.Parse(expected, CultureInfo.InvariantCulture);
        ChanceWords.Short(number).ShouldBe(few);
        ChanceWords.Alone(number, "subset").ShouldBe(sentence);
    }
}

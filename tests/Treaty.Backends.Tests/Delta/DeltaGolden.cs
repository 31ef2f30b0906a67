namespace Treaty.Backends.Tests.Delta;

/// <summary>Two commits, byte for byte: the format on disk is a promise to every other Delta reader.</summary>
internal static class DeltaGolden
{
    public const string First =
        """
        {}

        """;

    public const string Second =
        """
        {}

        """;
}

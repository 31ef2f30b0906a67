namespace Treaty.Core.Products;

/// <summary>Where the rows of a relation <c>c</c> come from, as expressions.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Record">The number of the record in it, from 1.</param>
/// <param name="Joins">Relations that the expressions need, as text behind the FROM; empty where they need none.</param>
public sealed record RowPlaces(string Source, string Record, string Joins)
{
    /// <summary>The column by which rows read straight from several files say which of them they are from, from 1.</summary>
    public const string FileColumn = "_file";
}

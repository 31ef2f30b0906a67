namespace Treaty.Operations.Doors;

/// <summary>Remembers which products are read, by whom and on which days: enough to know what no one reads, and no more.</summary>
public interface IUseLog
{
    /// <summary>Adds uses; adding one again is free of consequence.</summary>
    ValueTask NoteAsync(IReadOnlyList<ProductUse> uses, CancellationToken cancel);

    /// <summary>Every use, each once, in order of day, product and reader.</summary>
    ValueTask<IReadOnlyList<ProductUse>> ReadAsync(CancellationToken cancel);
}

/// <summary>Someone read a product on a day.</summary>
/// <param name="Product">Its reference, without versions.</param>
public readonly record struct ProductUse(DateOnly Day, string Who, string Product);

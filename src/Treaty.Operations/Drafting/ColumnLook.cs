namespace Treaty.Operations.Drafting;

/// <summary>A way of writing numbers and days that is no type of a contract, and the expression that would make it one.</summary>
/// <param name="Expression">SQL over the column, which stands as {0}.</param>
/// <param name="Decimal">Where the dialect of a source can say it: what stands before decimals, and between thousands.</param>
internal sealed record ColumnLook(string Pattern, string What, string Expression, string? Decimal = null, string? Thousands = null)
{
    public static IReadOnlyList<ColumnLook> All { get; } =
    [
        new("-?([0-9]+|[0-9]{1,3}([.][0-9]{3})+),[0-9]+", "numbers with a decimal comma",
            "cast(replace(replace({0}, '.', ''), ',', '.') as decimal(18,2))", ",", "."),
        new("-?[0-9]{1,3}(,[0-9]{3})*[.][0-9]+", "numbers with commas between thousands", "cast(replace({0}, ',', '') as decimal(18,2))", ".", ","),
        new("-?[0-9]+([.,][0-9]+)? ?%", "percentages", "cast(replace(replace({0}, '%', ''), ',', '.') as decimal(9,4))"),
        new("[$€£] ?-?[0-9]+([.][0-9]+)?", "amounts with a sign of their currency", "cast(regexp_replace({0}, '[$€£ ]', '', 'g') as decimal(18,2))"),
        new("[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}", "days written day.month.year", "cast(strptime({0}, '%d.%m.%Y') as date)"),
        new("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "days with slashes", "cast(strptime({0}, '%m/%d/%Y') as date), or '%d/%m/%Y' where the day comes first"),
    ];
}

using System.Globalization;
using Npgsql;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Postgres;

/// <summary>
/// How a column of PostgreSQL is carried: whole numbers, booleans, dates, instants and short decimals as such; everything else as the
/// server writes it as text, so that no digit is lost.
/// </summary>
internal sealed record PostgresColumn(string Name, string Type, string Declared, int Modifier, bool Nullable, int? KeyPosition)
{
    private const int MostDigits = 28; // what System.Decimal holds

    private (int Precision, int Scale)? Decimal => Type == "numeric" && Modifier >= 4
        && ((Modifier - 4) >> 16 & 0xFFFF, (Modifier - 4) & 0x7FF) is var (precision, scale) && precision <= MostDigits
            && scale <= precision
            ? (precision, scale) : null;

    public string EngineType => Type switch
    {
        "int2" or "int4" or "int8" => "BIGINT",
        "bool" => "BOOLEAN",
        "date" => "DATE",
        "timestamp" => "TIMESTAMP",
        "timestamptz" => "TIMESTAMPTZ",
        "float4" or "float8" => "DOUBLE",
        _ when Decimal is var (precision, scale) => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({precision},{scale})"),
        _ => "VARCHAR",
    };

    public SourceColumn Public => new(Name, Declared, EngineType, Nullable, KeyPosition);

    /// <summary>Reads the value that comes next and hands it on.</summary>
    public static Action<NpgsqlBinaryExporter, IRowSink> Reader(string engineType) => engineType switch
    {
        "BIGINT" => (from, to) => to.Add(from.Read<long>()),
        "BOOLEAN" => (from, to) => to.Add(from.Read<bool>()),
        "DATE" => (from, to) => to.Add(from.Read<DateOnly>()),
        "TIMESTAMP" => (from, to) => to.Add(from.Read<DateTime>()),
        "TIMESTAMPTZ" => (from, to) => to.Add(new DateTimeOffset(from.Read<DateTime>(), TimeSpan.Zero)),
        "DOUBLE" => (from, to) => to.Add(from.Read<double>()),
        "VARCHAR" => (from, to) => to.Add(from.Read<string>()),
        _ => (from, to) => to.Add(from.Read<decimal>()),
    };
}

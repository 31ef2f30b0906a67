namespace Treaty.Core.Sql;

/// <summary>
/// The functions that documents and queries may call: deterministic, without clock, chance, files, settings or SQL of their own. What is
/// not listed is
/// refused; operators
/// arrive from the parser as functions and are listed too.
/// </summary>
public static class AllowedFunctions
{
    private const string Operators = "+ - * / // % ** ^ || & | ~ << >> ! @ -> ->> ~~ !~~ ~~* !~~* ~~~ <=> = <> < > <= >=";

    private const string Conditional =
        "coalesce ifnull nullif if case greatest least row struct_pack struct_extract list_value map cast try_cast error";

    private const string Aggregate =
        "sum count count_star count_if countif min max avg mean any_value first last arbitrary list array_agg string_agg group_concat bool_and bool_or bit_and bit_or bit_xor arg_min arg_max argmin argmax "
        + "min_by max_by median mode quantile quantile_cont quantile_disc stddev stddev_pop stddev_samp variance var_pop var_samp covar_pop corr product histogram fsum sumkahan";

    private const string Window = "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value";

    private const string Text =
        "lower upper lcase ucase trim ltrim rtrim length len char_length character_length strlen substr substring left right replace translate concat concat_ws contains starts_with prefix suffix ends_with "
        + "position strpos instr split string_split str_split split_part string_split_regex regexp_matches regexp_full_match regexp_replace regexp_extract regexp_extract_all regexp_split_to_array lpad rpad repeat reverse "
        + "format printf chr ascii unicode ord md5 sha256 md5_number md5_number_lower md5_number_upper hash like_escape ilike_escape not_like_escape strip_accents nfc_normalize initcap levenshtein jaro_similarity "
        + "jaro_winkler_similarity damerau_levenshtein hamming bar base64 to_base64 from_base64 hex unhex to_hex url_encode url_decode";

    private const string Number =
        "abs round ceil ceiling floor trunc sign mod divide fmod pow power sqrt cbrt exp ln log log2 log10 pi degrees radians sin cos tan asin acos atan atan2 gcd lcm factorial even isnan isinf isfinite xor add subtract multiply bit_count";

    private const string Time =
        "date_trunc date_part datepart extract date_diff datediff date_sub datesub date_add year month day hour minute second quarter week weekofyear dayofweek dayofmonth dayofyear isodow isoyear yearweek "
        + "dayname monthname last_day make_date make_time make_timestamp make_timestamptz strftime strptime try_strptime epoch epoch_ms epoch_us to_timestamp timezone to_years to_months to_days to_hours to_minutes "
        + "to_seconds to_weeks to_milliseconds age_between time_bucket date";

    private const string Nested =
        "list_contains list_has list_sort list_distinct list_unique list_transform list_filter list_reduce list_aggregate list_sum list_min list_max list_concat list_slice list_extract list_element list_position list_append "
        + "array_length array_slice array_extract array_to_string element_at map_keys map_values map_extract map_from_entries struct_insert unnest generate_series range flatten len cardinality "
        + "json_extract json_extract_string json_extract_path json_extract_path_text json_array_length json_type json_valid json_keys json_structure json_transform to_json json_object json_array json_contains json_value";

    private static readonly HashSet<string> Names = new(
        string.Join(' ', Operators, Conditional, Aggregate, Window, Text, Number, Time, Nested)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries),
            StringComparer.OrdinalIgnoreCase);

    public static bool Allows(string function) => Names.Contains(function);
}

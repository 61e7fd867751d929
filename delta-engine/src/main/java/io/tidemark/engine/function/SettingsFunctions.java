package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import java.util.Set;

/**
 * Built-in functions that are STABLE only because settings of the session tell them how to read and
 * write: TimeZone, DateStyle, IntervalStyle, bytea_output, lc_time, lc_numeric,
 * default_text_search_config. PostgreSQL computes them with the settings that a new session of the
 * service's role has. Closed: every other STABLE function may look at what no change of a source
 * tells about.
 */
public final class SettingsFunctions {

  /** {@code prosrc}. */
  private static final Set<String> SOURCES =
      Set.of(
          // timestamptz and its kin, in the session's zone
          "timestamptz_pl_interval",
          "timestamptz_mi_interval",
          "timestamptz_trunc",
          "timestamptz_part",
          "extract_timestamptz",
          "timestamptz_age",
          "timestamptz_date",
          "timestamptz_time",
          "timestamptz_timetz",
          "timestamptz_timestamp",
          "timestamp_timestamptz",
          "timestamptz_to_char",
          "timestamptz_izone",
          "timestamptz_at_local",
          "timestamp_at_local",
          "date_timestamptz",
          "make_timestamptz_at_timezone",
          "in_range_timestamptz_interval",
          "make_timestamptz",
          "to_timestamp",
          "to_date",
          "generate_series_timestamptz",
          "date_eq_timestamptz",
          "date_ne_timestamptz",
          "date_lt_timestamptz",
          "date_le_timestamptz",
          "date_gt_timestamptz",
          "date_ge_timestamptz",
          "date_cmp_timestamptz",
          "timestamptz_eq_date",
          "timestamptz_ne_date",
          "timestamptz_lt_date",
          "timestamptz_le_date",
          "timestamptz_gt_date",
          "timestamptz_ge_date",
          "timestamptz_cmp_date",
          "timestamp_eq_timestamptz",
          "timestamp_ne_timestamptz",
          "timestamp_lt_timestamptz",
          "timestamp_le_timestamptz",
          "timestamp_gt_timestamptz",
          "timestamp_ge_timestamptz",
          "timestamp_cmp_timestamptz",
          "timestamptz_eq_timestamp",
          "timestamptz_ne_timestamp",
          "timestamptz_lt_timestamp",
          "timestamptz_le_timestamp",
          "timestamptz_gt_timestamp",
          "timestamptz_ge_timestamp",
          "timestamptz_cmp_timestamp",
          "jsonb_path_exists_tz",
          "jsonb_path_exists_tz_opr",
          "jsonb_path_match_tz",
          "jsonb_path_query_tz",
          "jsonb_path_query_array_tz",
          "jsonb_path_query_first_tz",
          // what goes through output functions
          "text_concat",
          "text_concat_ws",
          "text_format",
          "text_format_nv",
          "textanycat",
          "anytextcat",
          "array_to_text",
          "array_to_text_null",
          "text_to_array",
          "quote_literal",
          "to_json",
          "to_jsonb",
          "array_to_json",
          "array_to_json_pretty",
          "row_to_json",
          "row_to_json_pretty",
          "json_build_array",
          "json_build_array_noargs",
          "json_build_object",
          "json_build_object_noargs",
          "jsonb_build_array",
          "jsonb_build_array_noargs",
          "jsonb_build_object",
          "jsonb_build_object_noargs",
          // what goes through input functions
          "json_populate_record",
          "json_populate_recordset",
          "json_to_record",
          "json_to_recordset",
          "jsonb_populate_record",
          "jsonb_populate_record_valid",
          "jsonb_populate_recordset",
          "jsonb_to_record",
          "jsonb_to_recordset",
          // numbers, money and dates as the locale writes them
          "numeric_to_char",
          "int4_to_char",
          "int8_to_char",
          "float4_to_char",
          "float8_to_char",
          "numeric_to_number",
          "timestamp_to_char",
          "interval_to_char",
          "cash_in",
          "cash_numeric",
          "numeric_cash",
          "int4_cash",
          "int8_cash",
          "cash_words",
          // text search by the default configuration
          "to_tsvector",
          "to_tsquery",
          "plainto_tsquery",
          "phraseto_tsquery",
          "websearch_to_tsquery",
          "jsonb_string_to_tsvector",
          "json_string_to_tsvector",
          "ts_headline",
          "ts_headline_opt",
          "texttoxml",
          "xmltotext",
          "xmlvalidate");

  /** Functions written in SQL, whose {@code prosrc} is a body, by name. */
  private static final Set<String> NAMES =
      Set.of(
          "quote_literal",
          "quote_nullable",
          "overlaps",
          "date_part",
          "to_char",
          "interval_pl_timestamptz",
          "timestamptz");

  /** Operators of pg_trgm, by its thresholds: C functions, known by their symbols. */
  private static final Set<String> TRIGRAMS =
      Set.of(
          "similarity_op",
          "word_similarity_op",
          "word_similarity_commutator_op",
          "strict_word_similarity_op",
          "strict_word_similarity_commutator_op");

  private SettingsFunctions() {}

  /**
   * Refuses a function whose result depends on more than its arguments and settings.
   *
   * @throws UnsupportedQueryException if it does
   */
  public static void check(Function function) {
    if (function.volatility() == 'i' || (function.volatility() == 's' && includes(function))) {
      return;
    }
    throw new UnsupportedQueryException(
        "%s.%s() is %s: its result depends on more than its arguments"
            .formatted(
                function.schema(),
                function.name(),
                function.volatility() == 's' ? "STABLE" : "VOLATILE"),
        "Take it out of the query, or wrap it in a function that you declare IMMUTABLE.");
  }

  /** Whether a STABLE function depends on settings of the session only. */
  public static boolean includes(Function function) {
    return function.isBuiltIn()
        ? SOURCES.contains(function.source()) || NAMES.contains(function.name())
        : TRIGRAMS.contains(function.source()) && function.name().equals(function.source());
  }
}

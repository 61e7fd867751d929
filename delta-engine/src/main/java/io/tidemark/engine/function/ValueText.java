package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.state.row.Row;
import java.time.LocalDateTime;
import java.util.HexFormat;

/**
 * Values as messages show them: as literals, dates and times as ISO 8601 has them, and the bytes of
 * types that are not known here.
 */
public final class ValueText {

  private static final int LENGTH_MAX = 100;

  private ValueText() {}

  public static String of(PgType type, Row row, int column) {
    if (row.isNull(column)) {
      return "NULL";
    }
    byte[] bytes = row.copy(column);
    try {
      Object value = TypeCodecs.of(type.oid()).decode(bytes, 0, bytes.length);
      return switch (type.oid()) {
        case PgType.INT2, PgType.INT4, PgType.INT8, PgType.NUMERIC, PgType.OID -> value.toString();
        case PgType.BOOL -> (Boolean) value ? "true" : "false";
        case PgType.DATE -> date((Integer) value);
        case PgType.TIMESTAMP -> timestamp((Long) value, "");
        case PgType.TIMESTAMPTZ -> timestamp((Long) value, "Z");
        default -> quoted((String) TextCasts.output(type.oid()).apply(value));
      };
    } catch (UnsupportedQueryException unknown) {
      return "0x" + shortened(HexFormat.of().formatHex(bytes));
    }
  }

  private static String date(int days) {
    return switch (days) {
      case Integer.MAX_VALUE -> "infinity";
      case Integer.MIN_VALUE -> "-infinity";
      default -> Calendar.date(days).toString();
    };
  }

  private static String timestamp(long micros, String zone) {
    if (Calendar.isInfinite(micros)) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    LocalDateTime time =
        Calendar.dateOf(micros).atStartOfDay().plusNanos(Calendar.timeOf(micros) * 1_000);
    return time + zone;
  }

  private static String quoted(String text) {
    return "'" + shortened(text).replace("'", "''") + "'";
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }
}

package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.PgNumeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * Functions and operators of the types of system columns: xid, xid8, tid, oidvector (xid.c, tid.c,
 * oid.c), and of pg_lsn (pg_lsn.c), whose numbers have no sign.
 */
final class SystemFunctions {

  private SystemFunctions() {}

  static void register(FunctionLibrary library) {
    library.<Number, Number>binary("xideq", (a, b) -> a.intValue() == b.intValue()); // or integer
    library.<Number, Number>binary("xidneq", (a, b) -> a.intValue() != b.intValue());
    library.<Long, Long>binary("cideq", (a, b) -> a.equals(b));
    library.<Long>unary("xid8toxid", a -> a & 0xFFFF_FFFFL);
    library.<Long, Long>comparisons("xid8", Long::compareUnsigned);
    library.<Long, Long>binary("xid8cmp", Long::compareUnsigned);
    library.<Long>extremes("xid8_", Long::compareUnsigned);
    library.<Long, Long>comparisons("tid", Long::compare);
    library.<Long, Long>binary("bttidcmp", Long::compare);
    library.<Long>extremes("tid", Long::compare);
    library.<List<Long>, List<Long>>comparisons("oidvector", SystemFunctions::compare);
    library.<List<Long>, List<Long>>binary("btoidvectorcmp", SystemFunctions::compare);
    positions(library);
  }

  /** By length first: then the number is the difference. */
  private static int compare(List<Long> a, List<Long> b) {
    if (a.size() != b.size()) {
      return a.size() - b.size();
    }
    for (int i = 0; i < a.size(); i++) {
      int order = Long.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Positions in the write-ahead log. */
  private static void positions(FunctionLibrary library) {
    library.<Long>order("pg_lsn_", Long::compareUnsigned);
    for (String source : new String[] {"pg_lsn_mi", "pg_wal_lsn_diff"}) {
      library.<Long, Long>binary(source, (a, b) -> numeric(a).subtract(numeric(b)));
    }
    library.<Long, PgNumeric>binary("pg_lsn_pli", (a, n) -> moved(a, n, false));
    library.<PgNumeric, Long>binary(FunctionLibrary.oid(5023), (n, a) -> moved(a, n, false));
    library.<Long, PgNumeric>binary("pg_lsn_mii", (a, n) -> moved(a, n, true));
    library.<PgNumeric>unary("numeric_pg_lsn", SystemFunctions::position);
  }

  private static PgNumeric numeric(long position) {
    return PgNumeric.of(new BigDecimal(new BigInteger(Long.toUnsignedString(position))));
  }

  private static long moved(long position, PgNumeric bytes, boolean back) {
    if (bytes.kind() == PgNumeric.Kind.NAN) {
      throw new EvaluationException(
          "0A000",
          "cannot %s NaN %s pg_lsn".formatted(back ? "subtract" : "add", back ? "from" : "to"));
    }
    return position(numeric(position).add(back ? bytes.negate() : bytes));
  }

  private static long position(PgNumeric number) {
    if (!number.isFinite()) {
      throw new EvaluationException(
          "0A000",
          "cannot convert %s to pg_lsn"
              .formatted(number.kind() == PgNumeric.Kind.NAN ? "NaN" : "infinity"));
    }
    BigInteger whole = number.decimal().setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (whole.signum() < 0 || whole.bitLength() > Long.SIZE) {
      throw new EvaluationException("22023", "pg_lsn out of range");
    }
    return whole.longValue();
  }

  /** The two halves in hexadecimal digits. */
  static String positionText(long position) {
    return "%X/%X".formatted(position >>> Integer.SIZE, position & 0xFFFF_FFFFL);
  }

  static String tidText(long tid) {
    return "(%d,%d)".formatted(tid >>> Short.SIZE, tid & 0xFFFF);
  }
}

package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.NetworkAddress;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The hash functions that PostgreSQL has for hash indexes and partitions (hashfunc.c and the files
 * of the types), which users shard by: of 32 bits, and of 64 with a seed. As a little-endian server
 * computes them; {@code hashchar} is left to PostgreSQL, as it depends on the sign of C's char.
 */
final class HashFunctions {

  private static final int NUMERIC_HEADER = 8; // digits, weight, sign, scale

  private HashFunctions() {}

  /** A value's hash of 64 bits; of 32 it is the last ones of that with seed 0. */
  interface Hash<T> {
    long of(T value, long seed);
  }

  static void register(FunctionLibrary library) {
    HashFunctions.<Boolean>hash(library, "hashbool", (v, seed) -> number(v ? 1 : 0, seed));
    HashFunctions.<Integer>hash(library, "hashint2", HashFunctions::number);
    HashFunctions.<Integer>hash(library, "hashint4", HashFunctions::number);
    HashFunctions.<Integer>hash(library, "hashdate", HashFunctions::number);
    HashFunctions.<Long>hash(library, "hashint8", HashFunctions::number);
    HashFunctions.<Long>hash(library, "hashoid", (v, seed) -> number(v.intValue(), seed));
    HashFunctions.<Long>hash(library, "hashxid", (v, seed) -> number(v.intValue(), seed));
    HashFunctions.<Long>hash(library, "hashcid", (v, seed) -> number(v.intValue(), seed));
    HashFunctions.<Long>hash(library, "hashxid8", HashFunctions::number);
    HashFunctions.<Long>hash(library, "pg_lsn_hash", HashFunctions::number);
    HashFunctions.<Long>hash(library, "time_hash", HashFunctions::number);
    HashFunctions.<Long>hash(library, "timestamp_hash", HashFunctions::number);
    HashFunctions.<Long>hash(library, "timestamptz_hash", HashFunctions::number);
    HashFunctions.<Interval>hash(library, "interval_hash", HashFunctions::interval);
    HashFunctions.<Float>hash(library, "hashfloat4", (v, seed) -> real(v, seed));
    HashFunctions.<Double>hash(library, "hashfloat8", HashFunctions::real);
    HashFunctions.<PgNumeric>hash(library, "hash_numeric", HashFunctions::numeric);
    HashFunctions.<String>hash(library, "hashtext", HashFunctions::text);
    HashFunctions.<String>hash(library, "hashname", HashFunctions::text);
    HashFunctions.<String>hash(
        library, "hashbpchar", (v, seed) -> text(TextFunctions.trimEnd(v), seed));
    HashFunctions.<byte[]>hash(library, "hashbytea", JenkinsHash::of);
    HashFunctions.<UUID>hash(library, "uuid_hash", HashFunctions::uuid);
    HashFunctions.<NetworkAddress>hash(library, "hashinet", HashFunctions::network);
    HashFunctions.<Long>hash(library, "hashmacaddr", (v, seed) -> bytes(v, 6, seed));
    HashFunctions.<Long>hash(library, "hashmacaddr8", (v, seed) -> bytes(v, 8, seed));
    HashFunctions.<Long>hash(library, "hashtid", HashFunctions::tid);
    HashFunctions.<List<Long>>hash(library, "hashoidvector", HashFunctions::oids);
  }

  private static <T> void hash(FunctionLibrary library, String source, Hash<T> hash) {
    library.<T>unary(source, value -> (int) hash.of(value, 0));
    library.<T, Long>binary(source + (source.contains("_") ? "_extended" : "extended"), hash::of);
  }

  private static long number(int value, long seed) {
    return JenkinsHash.of(value, seed);
  }

  /** The same as that of the number as an integer, if it is one. */
  private static long number(long value, long seed) {
    int high = (int) (value >>> Integer.SIZE);
    return JenkinsHash.of((int) value ^ (value >= 0 ? high : ~high), seed);
  }

  /** The last 64 bits of its microseconds, months being 30 days. */
  private static long interval(Interval value, long seed) {
    long days = value.months() * 30L + value.days();
    return number(value.micros() + days * Interval.DAY_MICROS, seed);
  }

  private static long real(double value, long seed) {
    return value == 0 ? seed : JenkinsHash.ofBytes(Double.doubleToLongBits(value), seed);
  }

  /** The base-10000 digits that are not 0 at an end, and how many are before the point. */
  private static long numeric(PgNumeric value, long seed) {
    if (!value.isFinite()) {
      return seed;
    }
    if (value.signum() == 0) {
      return seed - 1;
    }
    RowBuilder builder = new RowBuilder(1);
    value.encode(builder);
    Row row = builder.build();
    ByteBuffer wire = ByteBuffer.wrap(row.bytes(), row.offset(0), row.length(0)).slice();
    ByteBuffer digits =
        ByteBuffer.allocate(wire.capacity() - NUMERIC_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = NUMERIC_HEADER; at < wire.capacity(); at += Short.BYTES) {
      digits.putShort(wire.getShort(at));
    }
    return JenkinsHash.of(digits.array(), seed) ^ wire.getShort(Short.BYTES);
  }

  private static long text(String value, long seed) {
    return JenkinsHash.of(value.getBytes(StandardCharsets.UTF_8), seed);
  }

  private static long uuid(UUID value, long seed) {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(value.getMostSignificantBits())
            .putLong(value.getLeastSignificantBits());
    return JenkinsHash.of(bytes.array(), seed);
  }

  /** The last bytes of a number, the highest first. */
  private static long bytes(long value, int count, long seed) {
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    return JenkinsHash.of(Arrays.copyOfRange(all, Long.BYTES - count, Long.BYTES), seed);
  }

  /** Family, prefix and address: whether it is a cidr does not count. */
  private static long network(NetworkAddress value, long seed) {
    byte[] bytes = new byte[2 + value.bits() / Byte.SIZE];
    bytes[0] = (byte) (value.isVersion6() ? 3 : 2);
    bytes[1] = (byte) value.prefix();
    for (int i = 2; i < bytes.length; i++) {
      bytes[i] = (byte) value.byteAt(i - 2);
    }
    return JenkinsHash.of(bytes, seed);
  }

  /** The block's number in two halves, the higher first, and the line's. */
  private static long tid(long value, long seed) {
    ByteBuffer parts = ByteBuffer.allocate(3 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 2; i >= 0; i--) {
      parts.putShort((short) (value >>> i * Short.SIZE));
    }
    return JenkinsHash.of(parts.array(), seed);
  }

  private static long oids(List<Long> value, long seed) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * value.size()).order(ByteOrder.LITTLE_ENDIAN);
    value.forEach(oid -> bytes.putInt(oid.intValue()));
    return JenkinsHash.of(bytes.array(), seed);
  }
}

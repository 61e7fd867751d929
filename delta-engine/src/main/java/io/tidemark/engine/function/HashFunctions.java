package io.tidemark.engine.function;

import io.tidemark.engine.type.Interval;
import io.tidemark.engine.type.NetworkAddress;
import io.tidemark.engine.type.PgNumeric;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TimeTz;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  private static final Map<String, Hash<?>> BY_SOURCE = new TreeMap<>();
  private static final Map<Integer, Hash<?>> BY_TYPE = new HashMap<>();

  static {
    HashFunctions.<Boolean>put("hashbool", (v, seed) -> number(v ? 1 : 0, seed), PgType.BOOL);
    HashFunctions.<Integer>put("hashint2", HashFunctions::number, PgType.INT2);
    HashFunctions.<Integer>put("hashint4", HashFunctions::number, PgType.INT4);
    HashFunctions.<Integer>put("hashdate", HashFunctions::number, PgType.DATE);
    HashFunctions.<Long>put("hashint8", HashFunctions::number, PgType.INT8);
    HashFunctions.<Long>put("hashoid", (v, seed) -> number(v.intValue(), seed), PgType.OID);
    HashFunctions.<Long>put("hashxid", (v, seed) -> number(v.intValue(), seed), PgType.XID);
    HashFunctions.<Long>put("hashcid", (v, seed) -> number(v.intValue(), seed), PgType.CID);
    HashFunctions.<Long>put("hashxid8", HashFunctions::number, PgType.XID8);
    HashFunctions.<Long>put("pg_lsn_hash", HashFunctions::number, PgType.PG_LSN);
    HashFunctions.<Long>put("time_hash", HashFunctions::number, PgType.TIME);
    HashFunctions.<TimeTz>put("timetz_hash", HashFunctions::timeTz, PgType.TIMETZ);
    HashFunctions.<Long>put("timestamp_hash", HashFunctions::number, PgType.TIMESTAMP);
    HashFunctions.<Long>put("timestamptz_hash", HashFunctions::number, PgType.TIMESTAMPTZ);
    HashFunctions.<Interval>put("interval_hash", HashFunctions::interval, PgType.INTERVAL);
    HashFunctions.<Float>put("hashfloat4", (v, seed) -> real(v, seed), PgType.FLOAT4);
    HashFunctions.<Double>put("hashfloat8", HashFunctions::real, PgType.FLOAT8);
    HashFunctions.<PgNumeric>put("hash_numeric", HashFunctions::numeric, PgType.NUMERIC);
    HashFunctions.<String>put("hashtext", HashFunctions::text, PgType.TEXT, PgType.VARCHAR);
    HashFunctions.<String>put("hashname", HashFunctions::text, PgType.NAME);
    HashFunctions.<String>put(
        "hashbpchar", (v, seed) -> text(TextFunctions.trimEnd(v), seed), PgType.BPCHAR);
    HashFunctions.<byte[]>put("hashbytea", JenkinsHash::of, PgType.BYTEA);
    HashFunctions.<UUID>put("uuid_hash", HashFunctions::uuid, PgType.UUID);
    HashFunctions.<NetworkAddress>put("hashinet", HashFunctions::network, PgType.INET, PgType.CIDR);
    HashFunctions.<Long>put("hashmacaddr", (v, seed) -> bytes(v, 6, seed), PgType.MACADDR);
    HashFunctions.<Long>put("hashmacaddr8", (v, seed) -> bytes(v, 8, seed), PgType.MACADDR8);
    HashFunctions.<Long>put("hashtid", HashFunctions::tid, PgType.TID);
    HashFunctions.<List<Long>>put("hashoidvector", HashFunctions::oids, PgType.OIDVECTOR);
  }

  private static <T> void put(String source, Hash<T> hash, int... types) {
    BY_SOURCE.put(source, hash);
    for (int type : types) {
      BY_TYPE.put(type, hash);
    }
  }

  static void register(FunctionLibrary library) {
    BY_SOURCE.forEach((source, hash) -> register(library, source, hash));
    library.typed(
        "hash_array",
        call -> {
          Hash<List<?>> hash = ofArray(call);
          return arguments -> (int) hash.of(list(arguments), 0);
        });
    library.typed(
        "hash_array_extended",
        call -> {
          Hash<List<?>> hash = ofArray(call);
          return arguments ->
              hash.of(list(arguments), FunctionLibrary.<Long>argument(arguments, 1));
        });
  }

  private static <T> void register(FunctionLibrary library, String source, Hash<T> hash) {
    library.<T>unary(source, value -> (int) hash.of(value, 0));
    library.<T, Long>binary(source + (source.contains("_") ? "_extended" : "extended"), hash::of);
  }

  /** The hash of a type that is not made of others; null if there is none. */
  @SuppressWarnings("unchecked") // the type is the values'
  static @Nullable Hash<Object> ofType(int type) {
    return (Hash<Object>) BY_TYPE.get(type);
  }

  private static List<?> list(@Nullable Object[] arguments) {
    return FunctionLibrary.<List<?>>argument(arguments, 0);
  }

  /** An array's hash is that of its elements, whatever its shape; NULL's is 0. */
  private static Hash<List<?>> ofArray(CallTypes call) {
    PgType element = call.element(0);
    Hash<Object> hash = ofType(element.oid());
    if (hash == null || !call.known().collations().isDeterministic(element.collation())) {
      throw call.refused("arrays of a type whose hash only PostgreSQL knows");
    }
    return (values, seed) -> {
      long sum = 1;
      for (Object each : values) {
        sum = 31 * sum + (each == null ? 0 : hash.of(each, seed));
      }
      return sum;
    };
  }

  private static long timeTz(TimeTz value, long seed) {
    return number(value.micros(), seed) ^ number(value.zone(), seed);
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
  static long numeric(PgNumeric value, long seed) {
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

  static long text(String value, long seed) {
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
      parts.putShort((short) (value >>> (i * Short.SIZE)));
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

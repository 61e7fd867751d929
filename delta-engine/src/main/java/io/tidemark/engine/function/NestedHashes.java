package io.tidemark.engine.function;

import io.tidemark.engine.function.HashFunctions.Hash;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.RangeOrder;
import io.tidemark.engine.type.RangeValue;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.WireValue;
import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hash functions of ranges, multiranges and rows: made of those of their parts (rangetypes.c,
 * multirangetypes.c, rowtypes.c).
 */
final class NestedHashes {

  private NestedHashes() {}

  static void register(FunctionLibrary library) {
    for (String source : new String[] {"hash_range", "hash_multirange", "hash_record"}) {
      library.typed(
          source,
          call -> {
            Hash<Object> hash = of(call);
            return a -> (int) hash.of(FunctionLibrary.argument(a, 0), 0);
          });
      library.typed(
          source + "_extended",
          call -> {
            Hash<Object> hash = of(call);
            return a ->
                hash.of(FunctionLibrary.argument(a, 0), FunctionLibrary.<Long>argument(a, 1));
          });
    }
  }

  private static Hash<Object> of(CallTypes call) {
    Hash<Object> hash = of(call.arguments().get(0), call.known());
    if (hash == null) {
      throw call.refused("values of a type whose hash only PostgreSQL knows");
    }
    return hash;
  }

  /** The hash of a type; null if it is not known here. */
  private static @Nullable Hash<Object> of(PgType type, KnownTypes known) {
    Hash<Object> own = HashFunctions.ofType(type.oid());
    if (own != null) {
      return known.collations().isDeterministic(type.collation()) ? own : null;
    }
    PgType bound = RangeOrder.elementOf(type.oid(), known);
    if (bound != null) {
      Hash<Object> part = of(bound, known);
      boolean isMultirange =
          RangeOrder.isMultirange(type.oid())
              || known.shapes().of(type.oid()) instanceof TypeShape.Multirange;
      return part == null ? null : ofRanges(part, known.codecOrOpaque(bound.oid()), isMultirange);
    }
    return known.shapes().of(type.oid()) instanceof TypeShape.Composite(List<PgType> fields)
        ? ofRow(fields, known)
        : null;
  }

  private static Hash<Object> ofRanges(Hash<Object> bounds, TypeCodec codec, boolean many) {
    return (value, seed) -> {
      List<?> ranges = (List<?>) value;
      if (!many) {
        return ofRange(
            ranges.isEmpty() ? null : (RangeValue) ranges.getFirst(), bounds, codec, seed);
      }
      long all = 1;
      for (Object range : ranges) {
        all = 31 * all + ofRange((RangeValue) range, bounds, codec, seed);
      }
      return all;
    };
  }

  private static long ofRange(
      @Nullable RangeValue range, Hash<Object> bounds, TypeCodec codec, long seed) {
    byte flags = (range == null ? RangeValue.empty() : range.encode())[0];
    long hash = JenkinsHash.of((int) flags, seed);
    hash ^= range == null ? 0 : ofBound(range.lower(), bounds, codec, seed);
    // both halves are rotated by a bit, each in itself
    hash = (hash << 1 & 0xFFFF_FFFE_FFFF_FFFEL) | (hash >>> 31 & 0x1_0000_0001L);
    return hash ^ (range == null ? 0 : ofBound(range.upper(), bounds, codec, seed));
  }

  private static long ofBound(
      byte @Nullable [] bound, Hash<Object> hash, TypeCodec codec, long seed) {
    return bound == null ? 0 : hash.of(codec.decode(bound, 0, bound.length), seed);
  }

  private static @Nullable Hash<Object> ofRow(List<PgType> fields, KnownTypes known) {
    List<Hash<Object>> hashes = new ArrayList<>();
    List<TypeCodec> codecs = new ArrayList<>();
    for (PgType field : fields) {
      Hash<Object> hash = of(field, known);
      if (hash == null) {
        return null;
      }
      hashes.add(hash);
      codecs.add(known.codecOrOpaque(field.oid()));
    }
    return (value, seed) -> {
      byte[] bytes = ((WireValue) value).bytes();
      long all = 0;
      int at = 4;
      for (int i = 0; i < hashes.size(); i++) {
        int length = (int) Bytes.INT.get(bytes, at + 4);
        at += 8;
        all *= 31;
        if (length >= 0) {
          all += hashes.get(i).of(codecs.get(i).decode(bytes, at, length), seed);
          at += length;
        }
      }
      return all;
    };
  }
}

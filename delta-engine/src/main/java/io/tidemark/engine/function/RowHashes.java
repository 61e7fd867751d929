package io.tidemark.engine.function;

import io.tidemark.engine.function.HashFunctions.Hash;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.WireValue;
import io.tidemark.state.row.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The hash functions of composite values, made of those of their fields (rowtypes.c). */
final class RowHashes {

  private RowHashes() {}

  static void register(FunctionLibrary library) {
    library.typed(
        "hash_record",
        call -> {
          Hash<WireValue> hash = of(call);
          return a -> (int) hash.of(FunctionLibrary.argument(a, 0), 0);
        });
    library.typed(
        "hash_record_extended",
        call -> {
          Hash<WireValue> hash = of(call);
          return a -> hash.of(FunctionLibrary.argument(a, 0), FunctionLibrary.<Long>argument(a, 1));
        });
  }

  private static Hash<WireValue> of(CallTypes call) {
    if (!(call.known().shapes().of(call.arguments().get(0).oid())
        instanceof TypeShape.Composite(List<PgType> fields))) {
      throw call.refused("a row of a type that the catalog does not tell of");
    }
    List<Hash<Object>> hashes = new ArrayList<>();
    List<TypeCodec> codecs = new ArrayList<>();
    for (PgType field : fields) {
      Hash<Object> hash = HashFunctions.ofType(field.oid());
      if (hash == null || !call.known().collations().isDeterministic(field.collation())) {
        throw call.refused("a field of a type whose hash only PostgreSQL knows");
      }
      hashes.add(hash);
      codecs.add(call.codec(field));
    }
    return (value, seed) -> {
      byte[] bytes = value.bytes();
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

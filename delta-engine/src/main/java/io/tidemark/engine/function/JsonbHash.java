package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonDocument;
import io.tidemark.engine.type.Jsonb;
import java.util.List;

/**
 * The hash of jsonb (jsonb_op.c, jsonb_util.c): of its scalars and names in their order, each
 * turning what is before it by one bit. A scalar at the top is an array of itself.
 */
final class JsonbHash {

  private static final int ARRAY = 0x4000_0000; // jsonb.h: JB_FARRAY
  private static final int OBJECT = 0x2000_0000;

  private final long seed;
  private final boolean wide;
  private long hash;

  /**
   * A hash of nothing yet.
   *
   * @param wide of 64 bits, each half turned for itself; else of 32
   */
  private JsonbHash(long seed, boolean wide) {
    this.seed = seed;
    this.wide = wide;
  }

  static void register(FunctionLibrary library) {
    library.<Jsonb>unary("jsonb_hash", value -> (int) of(value, 0, false));
    library.<Jsonb, Long>binary("jsonb_hash_extended", (value, seed) -> of(value, seed, true));
  }

  private static long of(Jsonb value, long seed, boolean wide) {
    if (value.size() == 0) {
      return seed;
    }
    JsonbHash state = new JsonbHash(seed, wide);
    if (value.isScalar()) {
      state.begin(ARRAY);
    }
    state.add(value.document());
    return state.hash;
  }

  private void add(JsonDocument value) {
    switch (value) {
      case JsonDocument.Word word -> turn(word(word));
      case JsonDocument.Numeral number -> turn(HashFunctions.numeric(number.value(), seed));
      case JsonDocument.Text(String text) -> turn(HashFunctions.text(text, seed));
      case JsonDocument.Items(List<JsonDocument> values) -> {
        begin(ARRAY);
        values.forEach(this::add);
      }
      case JsonDocument.Fields(List<JsonDocument.Field> fields) -> {
        begin(OBJECT);
        for (JsonDocument.Field field : fields) {
          turn(HashFunctions.text(field.name(), seed));
          add(field.value());
        }
      }
    }
  }

  private long word(JsonDocument.Word word) {
    return switch (word) {
      case NULL -> seed + 1;
      case TRUE -> seed == 0 ? 2 : JenkinsHash.of(1, seed);
      case FALSE -> seed == 0 ? 4 : JenkinsHash.of(0, seed);
    };
  }

  private void begin(int container) {
    hash ^= wide ? (long) container << Integer.SIZE | container : container;
  }

  private void turn(long next) {
    int low = Integer.rotateLeft((int) hash, 1) ^ (int) next;
    int high = Integer.rotateLeft((int) (hash >>> Integer.SIZE), 1);
    hash =
        wide
            ? ((long) high << Integer.SIZE | Integer.toUnsignedLong(low))
                ^ (next & 0xFFFF_FFFF_0000_0000L)
            : low;
  }
}

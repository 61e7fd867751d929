package io.tidemark.engine.function;

import java.util.Arrays;
import java.util.UUID;

/** Functions and operators of uuid and bytea. */
final class OtherFunctions {

  private OtherFunctions() {}

  static void register(FunctionLibrary library) {
    library.<UUID, UUID>comparisons("uuid_", OtherFunctions::compare);
    library.<byte[], byte[]>comparisons("bytea", Arrays::compareUnsigned);
    library.<byte[]>unary("byteaoctetlen", a -> a.length);
  }

  private static int compare(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}

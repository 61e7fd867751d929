package io.tidemark.engine.function;

import io.tidemark.state.row.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of rows one behind the other, each after its length: {@link
 * io.tidemark.engine.plan.Expression.Path}.
 */
final class RowPath {

  private RowPath() {}

  static byte[] append(byte @Nullable [] path, byte[] key) {
    int length = path == null ? 0 : path.length;
    byte[] longer =
        path == null
            ? new byte[Integer.BYTES + key.length]
            : Arrays.copyOf(path, length + Integer.BYTES + key.length);
    Bytes.INT.set(longer, length, key.length);
    System.arraycopy(key, 0, longer, length + Integer.BYTES, key.length);
    return longer;
  }

  static boolean contains(byte @Nullable [] path, byte[] key) {
    int at = 0;
    while (path != null && at < path.length) {
      int begin = at + Integer.BYTES;
      int end = begin + (int) Bytes.INT.get(path, at);
      if (Arrays.equals(path, begin, end, key, 0, key.length)) {
        return true;
      }
      at = end;
    }
    return false;
  }
}

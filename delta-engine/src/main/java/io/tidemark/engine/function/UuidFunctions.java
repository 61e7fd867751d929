package io.tidemark.engine.function;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a uuid of RFC 9562 tells of itself (uuid.c). */
final class UuidFunctions {

  private static final int RFC_VARIANT = 2;
  private static final int VERSION_BY_TIME = 1;
  private static final int VERSION_BY_UNIX_TIME = 7;
  private static final long GREGORIAN_DAYS = 152_384; // from 1582-10-15 to 2000-01-01

  private UuidFunctions() {}

  static void register(FunctionLibrary library) {
    library.<UUID>unary("uuid_extract_version", u -> hasVersion(u) ? (Integer) u.version() : null);
    library.<UUID>unary("uuid_extract_timestamp", UuidFunctions::timestamp);
    library
        .before(18)
        .<UUID>unary(
            "uuid_extract_timestamp",
            u -> hasVersion(u) && u.version() == VERSION_BY_TIME ? timestamp(u) : null);
  }

  private static boolean hasVersion(UUID uuid) {
    return uuid.variant() == RFC_VARIANT;
  }

  private static @Nullable Long timestamp(UUID uuid) {
    if (!hasVersion(uuid)) {
      return null;
    }
    return switch (uuid.version()) {
      case VERSION_BY_TIME -> uuid.timestamp() / 10 - GREGORIAN_DAYS * Calendar.DAY;
      case VERSION_BY_UNIX_TIME ->
          (uuid.getMostSignificantBits() >>> 16) * 1000
              - Calendar.UNIX_SECONDS_OF_EPOCH * Calendar.SECOND;
      default -> null;
    };
  }
}

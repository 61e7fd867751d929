package io.tidemark.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as settings write them: {@code 512MiB}, {@code 2GiB}, {@code 500MB}. */
final class ByteSizes {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,9}) ?(B|KiB|MiB|GiB|TiB|KB|MB|GB|TB)");

  private ByteSizes() {}

  static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 512MiB or 2GiB");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "B" -> amount;
      case "KiB" -> amount << 10;
      case "MiB" -> amount << 20;
      case "GiB" -> amount << 30;
      case "TiB" -> amount << 40;
      case "KB" -> amount * 1_000;
      case "MB" -> amount * 1_000_000;
      case "GB" -> amount * 1_000_000_000;
      default -> amount * 1_000_000_000_000L;
    };
  }
}

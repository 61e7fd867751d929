package io.tidemark.engine.function;

import org.jspecify.annotations.Nullable;

/**
 * Matching of regular expressions (regexp.c), where which texts match does not depend on what only
 * PostgreSQL knows; see {@link RegexParser}. Other expressions, and functions that say where a
 * match is, are left to it.
 */
final class RegexFunctions {

  private RegexFunctions() {}

  static void register(FunctionLibrary library) {
    for (String type : new String[] {"text", "name"}) {
      matching(library, type + "regexeq", false, true);
      matching(library, type + "regexne", false, false);
      matching(library, type + "icregexeq", true, true);
      matching(library, type + "icregexne", true, false);
    }
    matching(library, "regexp_like_no_flags", false, true);
  }

  private static void matching(
      FunctionLibrary library, String source, boolean ignoresCase, boolean wanted) {
    library.partial(source, 1, pattern -> Regex.of(pattern, ignoresCase) != null);
    library.typed(
        source,
        call -> {
          boolean isC = call.known().collations().isC(call.collation());
          if (!call.known().collations().isDeterministic(call.collation())
              || (ignoresCase && !isC)
              || (call.constants().get(1) instanceof String pattern
                  && !isKnown(Regex.of(pattern, ignoresCase), isC))) {
            throw call.refused("a regular expression, or a collation, that only PostgreSQL knows");
          }
          Cache cache = new Cache(ignoresCase);
          return arguments -> {
            Regex regex = cache.get(FunctionLibrary.<String>argument(arguments, 1));
            if (regex == null || (regex.usesClasses() && !isC)) {
              throw Uncomputed.SIGNAL;
            }
            return regex.isIn(FunctionLibrary.<String>argument(arguments, 0)) == wanted;
          };
        });
  }

  private static boolean isKnown(@Nullable Regex regex, boolean isC) {
    return regex != null && (isC || !regex.usesClasses());
  }

  /** The last expression that was asked for: most calls have always the same. */
  private static final class Cache {

    private record Entry(String pattern, @Nullable Regex regex) {}

    private final boolean ignoresCase;
    private volatile Entry last;

    Cache(boolean ignoresCase) {
      this.ignoresCase = ignoresCase;
      last = new Entry("", Regex.of("", ignoresCase));
    }

    @Nullable Regex get(String pattern) {
      Entry entry = last;
      if (!entry.pattern().equals(pattern)) {
        entry = new Entry(pattern, Regex.of(pattern, ignoresCase));
        last = entry;
      }
      return entry.regex();
    }
  }
}

package io.tidemark.engine.function;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.type.CollationRules;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the engine computes itself: one entry each, keyed by {@code pg_proc.prosrc},
 * which names a built-in function's implementation in every major version, or by {@link #oid} for
 * the few built-in ones that are written in SQL. A family of functions is one file with a {@code
 * register} method. Where majors differ, an entry {@link #before} a major follows the newest one.
 * Immutable once made.
 */
public final class FunctionLibrary {

  /** What a function's result depends on, of the collation that it is called with. */
  enum CollationUse {
    /** Which strings are equal, or nothing. */
    EQUALITY,
    /** The order of strings. */
    ORDER,
    /** The order of strings by the database's own collation, whatever that of the call. */
    DEFAULT_ORDER,
    /** Upper and lower case. */
    CASE;

    /**
     * Refuses what only PostgreSQL knows of a collation.
     *
     * @throws UnsupportedQueryException if the function needs to know it
     */
    void check(Function function, int collation, CollationRules collations) {
      switch (this) {
        case EQUALITY -> {
          if (!collations.isDeterministic(collation)) {
            throw new UnsupportedQueryException(
                "%s works with a collation of your own (OID %s), which may hold different strings equal"
                    .formatted(function.name(), Integer.toUnsignedString(collation)),
                "Add COLLATE \"C\" or COLLATE \"default\" to its argument.");
          }
        }
        case ORDER -> {
          if (!collations.isBytewise(collation)) {
            throw new UnsupportedQueryException(
                "%s compares text by a collation whose order only PostgreSQL knows"
                    .formatted(function.name()),
                "Add COLLATE \"C\" to the comparison if the order of code points will do.");
          }
        }
        case DEFAULT_ORDER -> ORDER.check(function, CollationRules.DEFAULT, collations);
        case CASE -> {
          if (!collations.isC(collation)) {
            throw new UnsupportedQueryException(
                "%s changes case by a collation whose letters only PostgreSQL knows"
                    .formatted(function.name()),
                "Add COLLATE \"C\" to its argument if ASCII letters will do.");
          }
        }
      }
    }
  }

  private static final int NEWEST_MAJOR = 18;
  private static final Map<Variant, FunctionLibrary> BY_VARIANT = new ConcurrentHashMap<>();

  private record Variant(int major, SessionSettings settings) {}

  private final int major;
  private final SessionSettings settings;
  private final Map<String, TypedBody> bodies;
  private final Map<String, CollationUse> collationUses;
  private final Map<String, Partial> partials;
  private final Mode mode;

  private enum Mode {
    ADD,
    REPLACE,
    IGNORE
  }

  private FunctionLibrary(
      int major,
      SessionSettings settings,
      Map<String, TypedBody> bodies,
      Map<String, CollationUse> collationUses,
      Map<String, Partial> partials,
      Mode mode) {
    this.major = major;
    this.settings = settings;
    this.bodies = bodies;
    this.collationUses = collationUses;
    this.partials = partials;
    this.mode = mode;
  }

  /** The library as the newest major that we know computes. */
  public static FunctionLibrary builtIn() {
    return of(NEWEST_MAJOR);
  }

  /** The library as a major version of PostgreSQL computes. */
  public static FunctionLibrary of(int major) {
    return of(major, SessionSettings.UNKNOWN);
  }

  /**
   * The same with the functions that depend on the session's time zone.
   *
   * @param zone null where it is not known: then it has none of these functions
   */
  public static FunctionLibrary of(int major, @Nullable ZoneId zone) {
    return of(major, SessionSettings.of(zone));
  }

  /** The same with the functions that depend on other settings of the session. */
  public static FunctionLibrary of(int major, SessionSettings settings) {
    SessionZone zone = settings.sessionZone();
    return BY_VARIANT.computeIfAbsent(
        new Variant(major, settings),
        variant -> {
          FunctionLibrary library =
              new FunctionLibrary(
                  major, settings, new HashMap<>(), new HashMap<>(), new HashMap<>(), Mode.ADD);
          BooleanFunctions.register(library);
          JsonbFunctions.register(library);
          JsonbChanges.register(library);
          JsonFunctions.register(library);
          JsonPathFunctions.register(library);
          JsonBuilding.register(library);
          JsonbHash.register(library);
          IntegerFunctions.register(library);
          FloatFunctions.register(library);
          NumericFunctions.register(library);
          NumericPowers.register(library);
          TextFunctions.register(library);
          CharacterFunctions.register(library);
          PatternFunctions.register(library);
          RegexFunctions.register(library);
          NetworkFunctions.register(library);
          HardwareAddressFunctions.register(library);
          BitFunctions.register(library);
          MoneyFunctions.register(library);
          SystemFunctions.register(library);
          ByteEdits.register(library);
          UnicodeFunctions.register(library);
          SizeFunctions.register(library);
          IdentifierFunctions.register(library);
          HashFunctions.register(library);
          SendFunctions.register(library);
          TextSearchFunctions.register(library);
          DateFunctions.register(library);
          TimeFunctions.register(library);
          TimestampFunctions.register(library);
          IntervalFunctions.register(library);
          BytesFunctions.register(library);
          TimeTzFunctions.register(library);
          OverlapFunctions.register(library);
          RangeComparisons.register(library);
          DegreeFunctions.register(library);
          WidthBucket.register(library);
          UuidFunctions.register(library);
          FormattingFunctions.register(library);
          NamedZoneFunctions.register(library, settings.zones());
          NumberFormats.register(library, settings.symbols());
          Concatenation.register(library);
          ArrayFunctions.register(library);
          ArraySearch.register(library);
          ArrayTexts.register(library);
          TextFormat.register(library);
          RowHashes.register(library);
          ArrayOrder.register(library);
          RangeFunctions.register(library);
          RangePositions.register(library);
          CatalogTypeFunctions.register(library);
          if (zone != null) {
            ZonedFunctions.register(library, zone);
            FormattingFunctions.register(library, zone);
          }
          return library;
        });
  }

  /** The major version whose behaviour this is. */
  int major() {
    return major;
  }

  /** What is known of the session. */
  SessionSettings settings() {
    return settings;
  }

  /** Whether the library has a function. */
  public boolean has(Function function) {
    return function.isBuiltIn() && find(function) != null;
  }

  private @Nullable TypedBody find(Function function) {
    TypedBody body = bodies.get(oid(function.oid()));
    return body != null ? body : bodies.get(function.source());
  }

  /**
   * The implementation of a function for a call of it.
   *
   * @throws UnsupportedQueryException if the library has none, or none for these types or this
   *     collation
   */
  FunctionBody body(CallTypes call) {
    Function function = call.function();
    TypedBody body = find(function);
    if (body == null || !function.isBuiltIn()) {
      throw new UnsupportedQueryException(
          "the function %s.%s (%s) is not in the library yet"
              .formatted(
                  function.schema(),
                  function.name(),
                  function.source().isEmpty() ? "SQL" : function.source()),
          "Compute it where the stream table is read, or store its result in a column of the source.");
    }
    return body.of(call);
  }

  private CollationUse collationUse(Function function) {
    return collationUses.getOrDefault(function.source(), CollationUse.EQUALITY);
  }

  /**
   * Says of a function that it leaves some values to PostgreSQL: it throws {@link Uncomputed}.
   *
   * @param index of the argument that decides, a text
   * @param isComputed whether everything is computed where the argument is this
   */
  void partial(String source, int index, Predicate<String> isComputed) {
    partials.put(source, new Partial(index, isComputed));
  }

  /** Says of a function that it leaves a few values, whatever they are, to PostgreSQL. */
  void rarelyPartial(String source) {
    partials.put(source, new Partial(-1, text -> false));
  }

  /** What a function leaves to PostgreSQL; null if nothing. */
  @Nullable Partial partial(Function function) {
    Partial partial = partials.get(oid(function.oid()));
    return partial != null ? partial : partials.get(function.source());
  }

  /** See {@link FunctionLibrary#partial(String, int, Predicate)}. */
  record Partial(int index, Predicate<String> isComputed) {

    /** Whether it is not worth while to look for such values beforehand. */
    boolean isRare() {
      return index < 0;
    }
  }

  /** Every entry's key. */
  Set<String> entries() {
    return new TreeSet<>(bodies.keySet());
  }

  /** The key of a function that is written in SQL. */
  static String oid(int oid) {
    return Integer.toString(oid);
  }

  /** Where entries go that replace others in the majors before the given one. */
  FunctionLibrary before(int limit) {
    return new FunctionLibrary(
        major,
        settings,
        bodies,
        collationUses,
        partials,
        major < limit ? Mode.REPLACE : Mode.IGNORE);
  }

  /** Says of functions that they depend on more of the collation than which strings are equal. */
  void uses(CollationUse use, String... sources) {
    for (String source : sources) {
      collationUses.put(source, use);
    }
  }

  <A> void unary(String source, FunctionBody.Unary<A> body) {
    nary(source, arguments -> body.call(FunctionLibrary.<A>argument(arguments, 0)));
  }

  <A, B> void binary(String source, FunctionBody.Binary<A, B> body) {
    nary(source, FunctionBody.of(body));
  }

  <A, B, C> void ternary(String source, FunctionBody.Ternary<A, B, C> body) {
    nary(
        source,
        arguments ->
            body.call(
                FunctionLibrary.<A>argument(arguments, 0),
                FunctionLibrary.<B>argument(arguments, 1),
                FunctionLibrary.<C>argument(arguments, 2)));
  }

  /** A function of any number of arguments, or one that takes NULL. */
  void nary(String source, FunctionBody body) {
    typed(
        source,
        call -> {
          collationUse(call.function())
              .check(call.function(), call.collation(), call.known().collations());
          call.checkTypes();
          return body;
        });
  }

  /** A strict function of a value that is a word, which gives a word. */
  void word(String source, Word result, LongUnaryOperator body) {
    nary(source, new WordBody.Unary(result, body));
  }

  /** A strict function of two values that are words, which gives a word. */
  void words(String source, Word result, LongBinaryOperator body) {
    nary(source, new WordBody.Binary(result, body));
  }

  /** A strict condition of two values, over their wire format and over objects. */
  <A, B> void test(String source, WireBody.WireTest wire, FunctionBody.Binary<A, B> objects) {
    nary(source, new WireBody(wire, FunctionBody.of(objects)));
  }

  /**
   * A function whose implementation is made for the types, and the collation, of each call: a
   * polymorphic one. It looks after the collation itself, and throws {@link
   * UnsupportedQueryException} for types with which it cannot compute exactly.
   */
  void typed(String source, TypedBody body) {
    if (mode == Mode.IGNORE) {
      return;
    }
    if ((bodies.put(source, body) != null) != (mode == Mode.REPLACE)) {
      throw new IllegalStateException("none or two entries for " + source);
    }
  }

  /** The six comparisons between two types under the names that PostgreSQL gives them. */
  <A, B> void comparisons(String prefix, Comparison<A, B> comparison) {
    comparisons(prefix, "", comparison);
  }

  <A, B> void comparisons(String prefix, String suffix, Comparison<A, B> comparison) {
    for (WordComparison each : WordComparison.values()) {
      this.<A, B>binary(
          prefix + each.ending() + suffix, (a, b) -> each.holds(comparison.compare(a, b)));
    }
  }

  /** The six comparisons of a type, over the wire format and over objects. */
  <A> void comparisons(String prefix, WireBody.WireOrder wire, Comparison<A, A> comparison) {
    for (WordComparison each : WordComparison.values()) {
      this.<A, A>test(
          prefix + each.ending(), wire.test(each), (a, b) -> each.holds(comparison.compare(a, b)));
    }
  }

  /** The six comparisons of words that are ordered as longs. */
  void wordComparisons(String prefix) {
    for (WordComparison comparison : WordComparison.values()) {
      words(prefix + comparison.ending(), Word.BOOL, comparison);
    }
  }

  /**
   * The six comparisons of words.
   *
   * @param order gives a negative number, 0 or a positive one
   */
  void wordComparisons(String prefix, String suffix, LongBinaryOperator order) {
    for (WordComparison comparison : WordComparison.values()) {
      words(
          prefix + comparison.ending() + suffix,
          Word.BOOL,
          (a, b) -> comparison.applyAsLong(order.applyAsLong(a, b), 0));
    }
  }

  /** {@link #order} of words that are ordered as longs. */
  void wordOrder(String prefix, Word word) {
    wordComparisons(prefix);
    words(prefix + "cmp", Word.INT4, Long::compare);
    wordExtremes(prefix, word);
  }

  void wordExtremes(String prefix, Word word) {
    words(prefix + "larger", word, Math::max);
    words(prefix + "smaller", word, Math::min);
  }

  /** The comparisons of a type, the one of three outcomes, and the larger and smaller of two. */
  <A> void order(String prefix, Comparison<A, A> comparison) {
    this.<A, A>comparisons(prefix, comparison);
    outcomes(prefix, comparison);
  }

  /** The same, over the wire format and over objects. */
  <A> void order(String prefix, WireBody.WireOrder wire, Comparison<A, A> comparison) {
    this.<A>comparisons(prefix, wire, comparison);
    outcomes(prefix, comparison);
  }

  private <A> void outcomes(String prefix, Comparison<A, A> comparison) {
    this.<A, A>binary(prefix + "cmp", (a, b) -> Integer.signum(comparison.compare(a, b)));
    extremes(prefix, comparison);
  }

  <A> void extremes(String prefix, Comparison<A, A> comparison) {
    this.<A, A>binary(prefix + "larger", (a, b) -> comparison.compare(a, b) > 0 ? a : b);
    this.<A, A>binary(prefix + "smaller", (a, b) -> comparison.compare(a, b) < 0 ? a : b);
  }

  /** Order between values of two types. */
  interface Comparison<A, B> {
    int compare(A left, B right);
  }

  @SuppressWarnings({
    "unchecked",
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // PostgreSQL resolved the types; strict: never null
  static <T> T argument(@Nullable Object[] arguments, int index) {
    return (T) arguments[index];
  }
}

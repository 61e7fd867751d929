package io.tidemark.engine.circuit;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.function.Accumulator;
import io.tidemark.engine.function.AggregateLibrary;
import io.tidemark.engine.function.Evaluator;
import io.tidemark.engine.function.ExpressionCompiler;
import io.tidemark.engine.function.FunctionLibrary;
import io.tidemark.engine.function.OrderedFunction;
import io.tidemark.engine.function.RangeOffset;
import io.tidemark.engine.function.RowMapper;
import io.tidemark.engine.function.RowPredicate;
import io.tidemark.engine.function.ServerAggregate;
import io.tidemark.engine.function.ServerExpressions;
import io.tidemark.engine.function.SessionSettings;
import io.tidemark.engine.function.TableMapper;
import io.tidemark.engine.function.ValueOrder;
import io.tidemark.engine.operator.KeyFunction;
import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.CollationRules;
import io.tidemark.engine.type.KeyEncoder;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeCodecs;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.TypeShapes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Expressions by the function library, keys by the types' encodings. */
public final class LibraryExpressions implements Expressions {

  /** OIDs below are PostgreSQL's own, which has no enums. */
  private static final int FIRST_USER_OID = 16_384;

  /** The OID of the collation "C". */
  private static final int BYTEWISE = 950;

  private final CollationRules collations;
  private final ExpressionCompiler compiler;
  private final FunctionLibrary library;
  private final @Nullable ServerExpressions server;
  private final ZoneId timeZone;

  /**
   * @param major the source's major version, whose functions behave as there
   */
  public LibraryExpressions(CollationRules collations, int major) {
    this(collations, major, null, SessionSettings.UNKNOWN);
  }

  /**
   * @param server computes what the library lacks; without it that is refused
   * @param timeZone the session's; null if it is not known: then what depends on it is refused
   */
  public LibraryExpressions(
      CollationRules collations,
      int major,
      @Nullable ServerExpressions server,
      @Nullable ZoneId timeZone) {
    this(collations, major, server, SessionSettings.of(timeZone));
  }

  /**
   * @param server computes what the library lacks; without it that is refused
   * @param settings the session's: what depends on more than is known is left to PostgreSQL
   */
  public LibraryExpressions(
      CollationRules collations,
      int major,
      @Nullable ServerExpressions server,
      SessionSettings settings) {
    this.collations = collations;
    this.timeZone = settings.timeZone() == null ? ZoneOffset.UTC : settings.timeZone();
    this.library = FunctionLibrary.of(major, settings);
    this.server = server;
    this.compiler = new ExpressionCompiler(collations, library, server);
  }

  @Override
  public ZoneId timeZone() {
    return timeZone;
  }

  @Override
  public RowMapper mapper(List<Expression> expressions) {
    return compiler.mapper(expressions);
  }

  @Override
  public RowPredicate predicate(Expression condition) {
    return compiler.predicate(condition);
  }

  @Override
  public boolean asks(Expression expression) {
    return compiler.asks(expression);
  }

  @Override
  public TableMapper table(List<TableCall> calls, boolean ordinality) {
    return compiler.table(calls, ordinality);
  }

  @Override
  public KeyFunction key(List<PgType> types) {
    if (types.stream().noneMatch(this::isFolded)) {
      return KeyEncoder.of(types, collations, shapes())::encode;
    }
    List<Expression> parts = new ArrayList<>();
    for (PgType type : types) {
      Expression.Column column = new Expression.Column(parts.size(), type);
      parts.add(isFolded(type) ? folded(column) : column);
    }
    RowMapper mapper = RowFunctions.mapper(parts, this);
    KeyFunction key = key(parts.stream().map(Expression::type).toList());
    return new KeyFunction() {
      @Override
      public byte @Nullable [] keyOf(Row row) {
        return key.keyOf(mapper.map(row));
      }

      @Override
      public void prepare(ZSet rows) {
        mapper.prepare(rows);
      }
    };
  }

  /** As citext compares: PostgreSQL's own lower case by the default collation. */
  private static Expression folded(Expression.Column column) {
    return new Expression.Sql(
        List.of("pg_catalog.lower(CAST(", " AS pg_catalog.text) COLLATE pg_catalog.\"default\")"),
        List.of(column),
        new PgType(PgType.TEXT, -1, BYTEWISE));
  }

  private boolean isFolded(PgType type) {
    return Integer.compareUnsigned(type.oid(), FIRST_USER_OID) >= 0
        && shapes().of(type.oid()) instanceof TypeShape.FoldedText;
  }

  private TypeShapes shapes() {
    return server == null ? TypeShapes.NONE : server.shapes();
  }

  @Override
  public boolean haveCommonKeys(PgType left, PgType right) {
    return KeyEncoder.isSameFamily(left.oid(), right.oid()) && hasKey(left) && hasKey(right);
  }

  @Override
  public boolean hasKey(PgType type) {
    try {
      return key(List.of(type)) != null;
    } catch (UnsupportedQueryException none) {
      return false;
    }
  }

  @Override
  public KeyFunction order(PgType type) {
    KeyEncoder encoder = KeyEncoder.of(List.of(type), collations, shapes());
    if (!encoder.isOrdered()) {
      throw new UnsupportedQueryException(
          "min or max of text by a collation whose order only PostgreSQL knows",
          "Add COLLATE \"C\" to its argument if the order of code points will do.");
    }
    return encoder::encode;
  }

  @Override
  public KeyFunction order(List<SortKey> keys) {
    RowMapper values = RowFunctions.mapper(keys.stream().map(SortKey::expression).toList(), this);
    KeyEncoder encoder =
        KeyEncoder.ordered(
            keys.stream().map(LibraryExpressions::order).toList(), collations, shapes());
    return new KeyFunction() {
      @Override
      public byte[] keyOf(Row row) {
        return encoder.encode(values.map(row));
      }

      @Override
      public void prepare(ZSet rows) {
        values.prepare(rows);
      }
    };
  }

  @Override
  public KeyFunction rangeLimit(SortKey key, WindowFrame.Bound bound, Row offset, boolean from) {
    Function inRange = Objects.requireNonNull(bound.inRange());
    boolean subtract = (bound.kind() == WindowFrame.Bound.Kind.PRECEDING) != key.descending();
    Expression offsetExpression = Objects.requireNonNull(bound.offset());
    Object distance =
        TypeCodecs.of(offsetExpression.type().oid())
            .decode(offset.bytes(), offset.offset(0), offset.length(0));
    UnaryOperator<Object> limit =
        RangeOffset.of(inRange, distance, subtract, from == key.descending());
    Evaluator value = compiler.compile(key.expression());
    KeyEncoder wide = KeyEncoder.ordered(List.of(wide(order(key))), collations);
    TypeCodec wideCodec = TypeCodecs.of(wide(order(key)).type().oid());
    return row -> {
      Object base = value.evaluate(row);
      if (base == null) {
        return null;
      }
      Object at = limit.apply(base);
      if (at instanceof RangeOffset.Beyond beyond) {
        return KeyEncoder.besideValues(
            beyond.equals(RangeOffset.Beyond.ABOVE) != key.descending(), from);
      }
      RowBuilder one = new RowBuilder(1);
      wideCodec.encode(at, one);
      return wide.encode(one.build());
    };
  }

  /** The order of the type that a distance is computed in; its keys are those of the narrow one. */
  private static KeyEncoder.Order wide(KeyEncoder.Order order) {
    int wide =
        switch (order.type().oid()) {
          case PgType.INT2, PgType.INT4 -> PgType.INT8;
          case PgType.FLOAT4 -> PgType.FLOAT8;
          default -> order.type().oid();
        };
    return new KeyEncoder.Order(PgType.of(wide), order.descending(), order.nullsFirst());
  }

  private static KeyEncoder.Order order(SortKey key) {
    PgType type = key.expression().type();
    return new KeyEncoder.Order(
        new PgType(type.oid(), type.modifier(), key.collation()),
        key.descending(),
        key.nullsFirst());
  }

  @Override
  public boolean isExtreme(AggregateCall call) {
    return AggregateLibrary.isOrdered(call);
  }

  @Override
  public @Nullable ValueOrder valueOrder(PgType type) {
    return server == null || isOrderKnown(type) || !server.isTransportable(type.oid())
        ? null
        : server.order(type);
  }

  private boolean isOrderKnown(PgType type) {
    try {
      return KeyEncoder.of(List.of(type), collations, shapes()).isOrdered();
    } catch (UnsupportedQueryException unknown) {
      return false;
    }
  }

  @Override
  public KeyFunction extremeOrder(AggregateCall call) {
    if (!call.labels().isEmpty()) {
      List<PgType> types = call.labels().stream().map(Expression::type).toList();
      KeyEncoder label = KeyEncoder.of(types, collations, shapes());
      int[] behindValue = IntStream.rangeClosed(1, types.size()).toArray();
      return row -> label.encode(row.project(behindValue));
    }
    return order(
        AggregateLibrary.isAny(call)
            ? PgType.of(PgType.BYTEA) // by its bytes, whatever it is
            : call.arguments().getFirst().type());
  }

  @Override
  public boolean isGreatest(AggregateCall call) {
    return AggregateLibrary.isGreatest(call);
  }

  @Override
  public @Nullable OrderedFunction ordered(AggregateCall call) {
    return AggregateLibrary.ordered(call);
  }

  @Override
  public @Nullable OrderedFunction askedFor(AggregateCall call, List<Expression> columns) {
    return server == null ? null : new ServerAggregate(call, columns, server, library);
  }

  @Override
  public Accumulator accumulator(AggregateCall call) {
    return AggregateLibrary.accumulator(call).get();
  }
}

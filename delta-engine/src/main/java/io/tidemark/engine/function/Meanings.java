package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Meaning;
import io.tidemark.engine.type.Jsonb;
import io.tidemark.engine.type.KnownTypes;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.ShapedArray;
import io.tidemark.engine.type.TypeCodec;
import io.tidemark.engine.type.TypeShape;
import io.tidemark.engine.type.WireValue;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL whose meaning is known, as the engine computes it: fields, rows, subscripts, array casts. */
final class Meanings {

  private final ExpressionCompiler compiler;
  private final KnownTypes known;

  Meanings(ExpressionCompiler compiler, KnownTypes known) {
    this.compiler = compiler;
    this.known = known;
  }

  /**
   * Compiles an expression.
   *
   * @throws UnsupportedQueryException if only PostgreSQL can compute it
   */
  Evaluator compile(Expression.Sql sql) {
    return switch (sql.meaning()) {
      case Meaning.Unknown _ -> throw asked(sql);
      case Meaning.Field(int place) -> field(sql, place);
      case Meaning.FieldsAreNull(boolean negated) -> fieldsAreNull(sql, negated);
      case Meaning.Row _ -> row(sql);
      case Meaning.RowComparison comparison -> comparison(sql, comparison);
      case Meaning.Subscripts _ when sql.operands().getFirst().type().oid() == PgType.JSONB ->
          partOfDocument(sql);
      case Meaning.Subscripts subscripts -> {
        checkArray(sql, sql.operands().getFirst().type());
        yield new ArraySubscripts(subscripts).of(operands(sql));
      }
      case Meaning.ArrayOfArrays _ -> {
        checkArray(sql, sql.type());
        Evaluator[] parts = operands(sql);
        yield row -> {
          List<@Nullable List<@Nullable Object>> arrays = new ArrayList<>(parts.length);
          for (Evaluator part : parts) {
            arrays.add(array(part.evaluate(row)));
          }
          return arrayOfArrays(arrays);
        };
      }
      case Meaning.EachElement(Expression cast) -> eachElement(sql, cast);
    };
  }

  /** A part of a jsonb by names and indexes; they are not looked at if there is no value. */
  private Evaluator partOfDocument(Expression.Sql sql) {
    for (Expression subscript : sql.operands().subList(1, sql.operands().size())) {
      int type = subscript.type().oid();
      if (type != PgType.TEXT && type != PgType.INT4) {
        throw asked(sql);
      }
    }
    Evaluator[] operands = operands(sql);
    return row -> {
      if (!(operands[0].evaluate(row) instanceof Jsonb document)) {
        return null;
      }
      List<@Nullable String> path = new ArrayList<>(operands.length - 1);
      for (int i = 1; i < operands.length; i++) {
        Object step = operands[i].evaluate(row);
        if (step == null) {
          return null;
        }
        path.add(step.toString());
      }
      return JsonbFunctions.extract(document, path);
    };
  }

  private static UnsupportedQueryException asked(Expression.Sql sql) {
    return new UnsupportedQueryException(
        "only PostgreSQL computes " + String.join("…", sql.text()),
        "Compute it in a generated column of the source.");
  }

  private Evaluator[] operands(Expression.Sql sql) {
    return sql.operands().stream().map(compiler::compile).toArray(Evaluator[]::new);
  }

  private void checkArray(Expression.Sql sql, PgType type) {
    if (known.elementOf(type) == null) {
      throw asked(sql);
    }
  }

  private List<PgType> fields(Expression.Sql sql, PgType type) {
    if (known.shapes().of(type.oid()) instanceof TypeShape.Composite(List<PgType> fields)) {
      return fields;
    }
    throw asked(sql);
  }

  private Evaluator field(Expression.Sql sql, int place) {
    List<PgType> fields = fields(sql, sql.operands().getFirst().type());
    if (place >= fields.size()) {
      throw asked(sql);
    }
    TypeCodec codec = known.codecOrOpaque(sql.type().oid());
    Evaluator composite = operands(sql)[0];
    return row -> {
      if (!(composite.evaluate(row) instanceof WireValue(byte[] bytes))) {
        return null;
      }
      int at = 4;
      for (int i = 0; i < place; i++) {
        at += 8 + Math.max(0, (int) Bytes.INT.get(bytes, at + 4));
      }
      int length = (int) Bytes.INT.get(bytes, at + 4);
      return length < 0 ? null : codec.decode(bytes, at + 8, length);
    };
  }

  private Evaluator fieldsAreNull(Expression.Sql sql, boolean negated) {
    fields(sql, sql.operands().getFirst().type());
    Evaluator composite = operands(sql)[0];
    return row -> {
      if (!(composite.evaluate(row) instanceof WireValue(byte[] bytes))) {
        return !negated;
      }
      int at = 4;
      for (int i = (int) Bytes.INT.get(bytes, 0); i > 0; i--) {
        int length = (int) Bytes.INT.get(bytes, at + 4);
        if (length < 0 == negated) {
          return false;
        }
        at += 8 + Math.max(0, length);
      }
      return true;
    };
  }

  /** A row of a type that the catalog knows; of another its columns could not be told apart. */
  private Evaluator row(Expression.Sql sql) {
    List<PgType> fields = fields(sql, sql.type());
    List<Expression> values = sql.operands();
    for (int i = 0; i < values.size(); i++) {
      if (fields.size() != values.size() || fields.get(i).oid() != values.get(i).type().oid()) {
        throw asked(sql); // of dropped columns, or domains
      }
    }
    Evaluator[] operands = operands(sql);
    TypeCodec[] codecs =
        fields.stream().map(type -> known.codecOrOpaque(type.oid())).toArray(TypeCodec[]::new);
    return row -> {
      RowBuilder builder = new RowBuilder(operands.length);
      for (int i = 0; i < operands.length; i++) {
        Object value = operands[i].evaluate(row);
        if (value == null) {
          builder.addNull();
        } else {
          codecs[i].encode(value, builder);
        }
      }
      return new WireValue(wire(builder.build(), fields));
    };
  }

  /** As record_send writes it: the number of fields, then type, length and value of each. */
  private static byte[] wire(Row row, List<PgType> fields) {
    int size = 4;
    for (int i = 0; i < fields.size(); i++) {
      size += 8 + (row.isNull(i) ? 0 : row.length(i));
    }
    byte[] bytes = new byte[size];
    Bytes.INT.set(bytes, 0, fields.size());
    int at = 4;
    for (int i = 0; i < fields.size(); i++) {
      Bytes.INT.set(bytes, at, fields.get(i).oid());
      Bytes.INT.set(bytes, at + 4, row.isNull(i) ? -1 : row.length(i));
      at += 8;
      if (!row.isNull(i)) {
        System.arraycopy(row.bytes(), row.offset(i), bytes, at, row.length(i));
        at += row.length(i);
      }
    }
    return bytes;
  }

  private Evaluator comparison(Expression.Sql sql, Meaning.RowComparison comparison) {
    int width = sql.operands().size() / 2;
    ValueComparison[] orders = new ValueComparison[width];
    for (int i = 0; i < width; i++) {
      PgType left = sql.operands().get(i).type();
      PgType right = sql.operands().get(width + i).type();
      int collation = comparison.collations().get(i);
      orders[i] = ValueComparison.of(new PgType(left.oid(), -1, collation), known);
      if (left.oid() != right.oid() || !orders[i].isOrdered()) {
        throw asked(sql);
      }
    }
    Evaluator[] operands = operands(sql);
    boolean less = comparison.operator().startsWith("<");
    boolean orEqual = comparison.operator().endsWith("=");
    return row -> {
      for (int i = 0; i < width; i++) {
        Object left = operands[i].evaluate(row);
        Object right = operands[width + i].evaluate(row);
        if (left == null || right == null) {
          return null;
        }
        int order = orders[i].compare(left, right);
        if (order != 0) {
          return order < 0 == less;
        }
      }
      return orEqual;
    };
  }

  private Evaluator eachElement(Expression.Sql sql, Expression cast) {
    checkArray(sql, sql.type());
    PgType element = known.elementOf(sql.operands().getFirst().type());
    if (element == null) {
      throw asked(sql);
    }
    TypeCodec codec = known.codecOrOpaque(element.oid());
    Evaluator castElement = compiler.alone(cast);
    Evaluator array = operands(sql)[0];
    return row -> {
      List<@Nullable Object> values = array(array.evaluate(row));
      if (values == null) {
        return null;
      }
      List<@Nullable Object> converted = new ArrayList<>(values.size());
      RowBuilder one = new RowBuilder(1);
      for (Object value : values) {
        if (value == null) {
          one.addNull();
        } else {
          codec.encode(value, one);
        }
        converted.add(castElement.evaluate(one.build()));
      }
      return ShapedArray.of(converted, ShapedArray.sizes(values), ShapedArray.lowerBounds(values));
    };
  }

  @SuppressWarnings("unchecked") // arrays are lists
  private static @Nullable List<@Nullable Object> array(@Nullable Object value) {
    return (List<@Nullable Object>) value;
  }

  private static List<@Nullable Object> arrayOfArrays(
      List<@Nullable List<@Nullable Object>> arrays) {
    List<@Nullable Object> elements = new ArrayList<>();
    int[] sizes = {};
    int[] lowerBounds = {};
    boolean first = true;
    boolean hasEmpty = false;
    for (List<@Nullable Object> array : arrays) {
      if (array == null || array.isEmpty()) {
        hasEmpty = true;
        continue;
      }
      if (first) {
        sizes = ShapedArray.sizes(array);
        lowerBounds = ShapedArray.lowerBounds(array);
        first = false;
      } else if (!java.util.Arrays.equals(sizes, ShapedArray.sizes(array))
          || !java.util.Arrays.equals(lowerBounds, ShapedArray.lowerBounds(array))) {
        throw notMatching();
      }
      elements.addAll(array);
    }
    if (first) {
      return List.of();
    }
    if (sizes.length == ArrayFunctions.DIMENSIONS_MAX) {
      throw ArrayFunctions.tooManyDimensions(sizes.length + 1);
    }
    if (hasEmpty) {
      throw notMatching();
    }
    return ShapedArray.of(elements, prepended(arrays.size(), sizes), prepended(1, lowerBounds));
  }

  private static int[] prepended(int first, int[] others) {
    int[] all = new int[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  private static EvaluationException notMatching() {
    return new EvaluationException(
        "2202E", "multidimensional arrays must have array expressions with matching dimensions");
  }
}

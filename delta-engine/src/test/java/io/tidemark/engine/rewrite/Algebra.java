package io.tidemark.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Conjunctions;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.PlanPrinter;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.PgType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plans of integers in few words, for the tests of rewrites. */
final class Algebra {

  private static final PgType INT = PgType.of(PgType.INT4);

  private Algebra() {}

  /** A scan of {@code s.name} with integer columns, the first of which is the primary key. */
  static Plan scan(String name, String... columns) {
    List<Field> fields = fields(columns);
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      indexes.add(i);
    }
    return new Plan.Scan(
        new SourceTable(name.hashCode(), "s", name, fields, List.of(0)), indexes, fields);
  }

  /** A scan of a table without a key. */
  static Plan bag(String name, String... columns) {
    Plan.Scan scan = (Plan.Scan) scan(name, columns);
    SourceTable source = scan.source();
    return new Plan.Scan(
        new SourceTable(source.oid(), "s", name, source.columns(), List.of()),
        scan.columns(),
        scan.fields());
  }

  static Expression column(int index) {
    return new Expression.Column(index, INT);
  }

  static Expression number(int value) {
    return new Expression.Constant(ByteBuffer.allocate(4).putInt(value).array(), INT);
  }

  static Expression equal(Expression left, Expression right) {
    return call(65, "int4eq", PgType.BOOL, left, right);
  }

  static Expression less(Expression left, Expression right) {
    return call(66, "int4lt", PgType.BOOL, left, right);
  }

  static Expression plus(Expression left, Expression right) {
    return call(177, "int4pl", PgType.INT4, left, right);
  }

  private static Expression call(int oid, String name, int type, Expression... arguments) {
    return new Expression.Call(
        new Function(oid, "pg_catalog", name, name, List.of(PgType.INT4, PgType.INT4), true, 'i'),
        List.of(arguments),
        PgType.of(type),
        0);
  }

  static Plan filter(Plan input, Expression... conditions) {
    return new Plan.Filter(input, Conjunctions.join(List.of(conditions)).orElseThrow());
  }

  static Plan project(Plan input, List<Expression> expressions, String... names) {
    return new Plan.Project(input, expressions, fields(names));
  }

  static Plan join(Plan left, Plan right, Expression... conditions) {
    return join(Plan.Join.Kind.INNER, left, right, conditions);
  }

  static Plan join(Plan.Join.Kind kind, Plan left, Plan right, Expression... conditions) {
    return new Plan.Join(
        kind, left, right, List.of(), Conjunctions.join(Arrays.asList(conditions)));
  }

  static Plan union(Plan... inputs) {
    return new Plan.UnionAll(List.of(inputs), inputs[0].fields());
  }

  static Plan distinct(Plan input) {
    return new Plan.Distinct(input);
  }

  /** Keys and one {@code max} of a column. */
  static Plan max(Plan input, List<Expression> keys, int column, String... names) {
    Function max = new Function(2116, "pg_catalog", "max", "max", List.of(23), false, 'i');
    return new Plan.Aggregate(
        input,
        keys,
        List.of(
            new AggregateCall(
                max, List.of(), List.of(column(column)), false, List.of(), null, INT, 0)),
        fields(names));
  }

  static List<Field> fields(String... names) {
    return Arrays.stream(names).map(name -> new Field(name, INT, true)).toList();
  }

  static void assertRewritten(Rewrite rewrite, Plan plan, String expected) {
    Plan rewritten = rewrite.apply(plan);
    assertEquals(expected, PlanPrinter.print(rewritten));
    assertEquals(
        plan.fields().size(), rewritten.fields().size(), "a rewrite keeps the plan's columns");
    assertEquals(expected, PlanPrinter.print(rewrite.apply(rewritten)), "it is done in one go");
  }
}

package io.tidemark.engine.circuit;

import io.tidemark.engine.plan.AggregateCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SortKey;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.plan.WindowCall;
import io.tidemark.engine.plan.WindowFrame;
import io.tidemark.engine.type.PgType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan computes, as a hash: everything that decides its rows and their bytes, and nothing
 * else (not the output's column names). Equal plans share an operator, and the operator finds its
 * state under this name after a restart. So a change of any operator's state layout must raise
 * {@link #STATE_FORMAT}, which gives every operator a new name.
 *
 * <p>A node is hashed over its own parts and its inputs' hashes. Not thread-safe.
 */
final class Fingerprint {

  private static final String STATE_FORMAT = "6";

  /** 96 bits: a collision within one service is out of reach, and names stay readable. */
  private static final int HASH_BYTES = 12;

  private final Map<Integer, String> streamTables;
  private final Map<String, String> roots;
  private final String timeZone;
  private final IdentityHashMap<Plan, String> known = new IdentityHashMap<>();

  /**
   * @param streamTables names by OID of the stream tables that are computed in the same circuit
   * @param roots the fingerprints of those by name, filled in while they are compiled
   * @param timeZone what STABLE functions go by
   */
  Fingerprint(Map<Integer, String> streamTables, Map<String, String> roots, String timeZone) {
    this.timeZone = timeZone;
    this.streamTables = streamTables;
    this.roots = roots;
  }

  /** The fingerprint of a whole circuit. */
  static String ofRoots(Map<String, String> roots) {
    StringBuilder text = new StringBuilder("circuit");
    roots.forEach((name, root) -> text.append('|').append(quoted(name)).append(root));
    return hash(text.toString());
  }

  String of(Plan plan) {
    String hash = known.get(plan);
    if (hash == null) {
      hash = hash(print(plan));
      known.put(plan, hash);
    }
    return hash;
  }

  /** The fingerprint of a plan over the references of a recursion. */
  String within(String recursion, Plan plan) {
    return hash(recursion + "|" + of(plan));
  }

  private String print(Plan plan) {
    Printer out = new Printer(timeZone);
    switch (plan) {
      case Plan.Scan scan -> {
        out.add("scan");
        printSource(scan, out);
      }
      case Plan.Filter filter -> out.add("filter").add(filter.predicate());
      case Plan.Project project -> out.add("project").addAll(project.expressions());
      case Plan.Join join -> {
        out.add("join").add(join.kind().name());
        join.equalities().forEach(equality -> print(equality, out));
        join.residual().ifPresent(residual -> out.add("where").add(residual));
      }
      case Plan.MultiJoin join -> {
        out.add("joins");
        for (Plan.MultiJoin.Edge edge : join.edges()) {
          out.add(edge.earlier());
          edge.equalities().forEach(equality -> print(equality, out));
        }
      }
      case Plan.Aggregate aggregate -> {
        out.add("aggregate").addAll(aggregate.keys());
        for (AggregateCall call : aggregate.aggregates()) {
          print(call, out);
        }
      }
      case Plan.DependentJoin join -> throw join.isLeft();
      case Plan.GroupingSets grouping -> {
        out.add("grouping sets").addAll(grouping.keys());
        out.add(grouping.sets().toString()).add(grouping.groupings().toString());
        for (AggregateCall call : grouping.aggregates()) {
          print(call, out);
        }
      }
      case Plan.Distinct distinct -> {
        out.add("distinct");
        distinct.fields().forEach(field -> out.add(field.type()));
      }
      case Plan.TopK topK -> {
        out.add("top-k").addAll(topK.partitionKeys()).addKeys(topK.sortKeys());
        out.add(topK.offset() + "," + topK.limit() + (topK.withTies() ? ",ties" : ""));
      }
      case Plan.OrderLabels labels -> {
        out.add("labels");
        labels.labels().forEach(label -> out.add(label.column()).add(label.type()));
      }
      case Plan.Window window -> {
        out.add("window").addAll(window.partitionKeys()).addKeys(window.sortKeys());
        for (WindowCall call : window.calls()) {
          print(call, out);
        }
      }
      case Plan.SetOperation operation -> {
        out.add(operation.kind().name()).add(operation.all() ? "all" : "distinct");
        operation.fields().forEach(field -> out.add(field.type()));
      }
      case Plan.UnionAll _ -> out.add("union all");
      case Plan.TableFunction function -> {
        out.add(function.outer() ? "outer table function" : "table function");
        for (TableCall call : function.calls()) {
          out.add(call.function()).add(call.definition());
          call.columns().forEach(out::add);
        }
        out.add(function.ordinality() ? "ordinality" : "");
        function.condition().ifPresent(condition -> out.add("on").add(condition));
      }
      case Plan.Recursive recursive -> {
        out.add(recursive.all() ? "recursive all" : "recursive").add(recursive.id());
        recursive.fields().forEach(field -> out.add(field.type()));
      }
      // of a meaning only within its recursion, whose loop names its operators by both
      case Plan.RecursiveReference reference -> out.add("reference").add(reference.id());
      case Plan.Values values -> {
        out.add("values");
        values.rows().forEach(out::addAll);
      }
    }
    plan.inputs().forEach(input -> out.add(of(input)));
    return out.text();
  }

  private void printSource(Plan.Scan scan, Printer out) {
    SourceTable source = scan.source();
    String streamTable = streamTables.get(source.oid());
    String root = streamTable == null ? null : roots.get(streamTable);
    out.add(root == null ? "source " + source.oid() : "stream table " + root);
    for (int column : scan.columns()) {
      // the name too: after a column was dropped, another one may stand at its index
      out.add(column).add(source.columns().get(column).name());
      out.add(source.columns().get(column).type());
    }
  }

  private static void print(WindowCall call, Printer out) {
    out.add(call.isAggregate() ? "aggregate" : "window function");
    out.add(call.function()).addAll(call.arguments());
    if (call.filter() != null) {
      out.add("filter").add(call.filter());
    }
    out.add(call.frame().mode().name()).add(call.frame().exclusion().name());
    print(call.frame().from(), out);
    print(call.frame().to(), out);
    out.add(call.type()).add(call.collation());
    print(call.labels(), out);
  }

  private static void print(List<Expression> labels, Printer out) {
    if (!labels.isEmpty()) {
      out.add("labels").addAll(labels);
    }
  }

  private static void print(WindowFrame.Bound bound, Printer out) {
    out.add(bound.kind().name());
    if (bound.offset() != null) {
      out.add(bound.offset());
    }
    if (bound.inRange() != null) {
      out.add(bound.inRange());
    }
  }

  private static void print(Plan.Join.Equality equality, Printer out) {
    out.add(equality.function()).add(equality.left()).add(equality.right());
    out.add(equality.collation()).add(equality.nullsEqual() ? "nulls equal" : "");
  }

  private static void print(AggregateCall call, Printer out) {
    out.add("call").add(call.function());
    out.addAll(call.directArguments()).addAll(call.arguments());
    out.add(call.distinct() ? "distinct" : "all");
    out.addKeys(call.orderBy());
    if (call.filter() != null) {
      out.add("filter").add(call.filter());
    }
    out.add(call.type()).add(call.collation());
    print(call.labels(), out);
  }

  private static String quoted(String text) {
    return text.length() + ":" + text;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((STATE_FORMAT + "|" + text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Unambiguous text: every part carries its length or is closed by a bracket. */
  private static final class Printer {
    private final StringBuilder text = new StringBuilder();
    private final String timeZone;

    Printer(String timeZone) {
      this.timeZone = timeZone;
    }

    String text() {
      return text.toString();
    }

    Printer add(String part) {
      text.append(quoted(part)).append(' ');
      return this;
    }

    Printer add(int number) {
      text.append(number).append(' ');
      return this;
    }

    Printer add(PgType type) {
      return add(type.oid() + "," + type.modifier() + "," + type.collation());
    }

    Printer add(Function function) {
      add(function.oid()).add(function.schema()).add(function.name()).add(function.source());
      if (function.volatility() == 's') {
        add(timeZone);
      }
      return add(function.strict() ? "strict" : "lax");
    }

    Printer addAll(List<Expression> expressions) {
      text.append('(');
      expressions.forEach(this::add);
      text.append(')');
      return this;
    }

    Printer addKeys(List<SortKey> keys) {
      text.append('[');
      for (SortKey key : keys) {
        add(key.expression()).add(key.descending() + "," + key.nullsFirst()).add(key.collation());
      }
      text.append(']');
      return this;
    }

    Printer add(Expression expression) {
      text.append('{');
      add(expression.getClass().getSimpleName()).add(expression.type());
      switch (expression) {
        case Expression.Column column -> add(column.index());
        case Expression.Now _ -> add("now");
        case Expression.Constant constant ->
            add(constant.value() == null ? "NULL" : HexFormat.of().formatHex(constant.value()));
        case Expression.Call call ->
            add(call.function()).addAll(call.arguments()).add(call.collation());
        case Expression.And and -> addAll(and.operands());
        case Expression.Or or -> addAll(or.operands());
        case Expression.Not not -> add(not.operand());
        case Expression.IsNull isNull -> add(isNull.operand()).add(isNull.negated() ? "not" : "");
        case Expression.BooleanTest test -> add(test.operand()).add(test.kind().name());
        case Expression.IsDistinctFrom distinct ->
            add(distinct.equality())
                .add(distinct.left())
                .add(distinct.right())
                .add(distinct.collation());
        case Expression.NullIf nullIf ->
            add(nullIf.equality()).add(nullIf.left()).add(nullIf.right()).add(nullIf.collation());
        case Expression.Case cases -> {
          for (Expression.Case.When branch : cases.branches()) {
            add(branch.condition()).add(branch.result());
          }
          add(cases.otherwise());
        }
        case Expression.Coalesce coalesce -> addAll(coalesce.operands());
        case Expression.MinMax minMax ->
            add(minMax.greatest() ? "greatest" : "least")
                .addAll(minMax.operands())
                .add(minMax.collation());
        case Expression.ArrayComparison comparison ->
            add(comparison.function())
                .add(comparison.any() ? "any" : "all")
                .add(comparison.left())
                .add(comparison.array())
                .add(comparison.collation());
        case Expression.ArrayLiteral array -> addAll(array.elements()).add(array.elementType());
        case Expression.Relabel relabel -> add(relabel.operand());
        case Expression.TextCast cast -> add(cast.operand());
        case Expression.Path path -> add(path.kind().name()).addAll(path.operands());
        case Expression.Sql sql -> {
          sql.text().forEach(this::add);
          addAll(sql.operands());
        }
        case Expression.SingleRow single -> add(single.count()).add(single.value());
        case Expression.Parameter _, Expression.Subquery _ ->
            throw new IllegalStateException("a subquery is left after unnesting");
      }
      text.append('}');
      return this;
    }
  }
}

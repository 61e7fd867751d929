package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the columns of one input row. Everything is resolved: functions by
 * identity, casts explicit, collations named. Immutable.
 */
public sealed interface Expression {

  PgType type();

  /** A column of the input row. */
  record Column(int index, PgType type) implements Expression {
    public Column {
      if (index < 0) {
        throw new IllegalArgumentException("column " + index);
      }
    }
  }

  /** A constant in binary wire format; {@code value} is null for NULL and must not be changed. */
  record Constant(byte @Nullable [] value, PgType type) implements Expression {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Constant constant
          && java.util.Arrays.equals(value, constant.value)
          && type.equals(constant.type);
    }

    @Override
    public int hashCode() {
      return 31 * java.util.Arrays.hashCode(value) + type.hashCode();
    }
  }

  /**
   * The time of the tick, which stands for that of the transaction: {@code now()}. CURRENT_DATE and
   * its kind are calls over it.
   */
  record Now() implements Expression {
    @Override
    public PgType type() {
      return PgType.of(PgType.TIMESTAMPTZ);
    }
  }

  /**
   * A call of a function; operators and casts by function are calls too.
   *
   * @param collation the collation that the function works with ({@code inputcollid}), 0 if none
   */
  record Call(Function function, List<Expression> arguments, PgType type, int collation)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Conjunction in three-valued logic; at least two operands. */
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** Disjunction in three-valued logic; at least two operands. */
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  record Not(Expression operand) implements Expression {
    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** {@code IS NULL}, or {@code IS NOT NULL} if negated; of a scalar, not of a composite. */
  record IsNull(Expression operand, boolean negated) implements Expression {
    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** {@code IS [NOT] TRUE}, {@code FALSE} or {@code UNKNOWN}. */
  record BooleanTest(Expression operand, BooleanTest.Kind kind) implements Expression {
    /** In the order of PostgreSQL's BoolTestType. */
    public enum Kind {
      IS_TRUE,
      IS_NOT_TRUE,
      IS_FALSE,
      IS_NOT_FALSE,
      IS_UNKNOWN,
      IS_NOT_UNKNOWN
    }

    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** {@code left IS DISTINCT FROM right} by the given equality. */
  record IsDistinctFrom(Function equality, Expression left, Expression right, int collation)
      implements Expression {
    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** {@code NULLIF(left, right)} by the given equality. */
  record NullIf(Function equality, Expression left, Expression right, PgType type, int collation)
      implements Expression {}

  /**
   * Searched CASE; a CASE with a test value comes with its comparisons written out.
   *
   * @param otherwise a NULL constant where the query has no ELSE
   */
  record Case(List<When> branches, Expression otherwise, PgType type) implements Expression {
    /** One branch: the first whose condition is true gives the result. */
    public record When(Expression condition, Expression result) {}

    public Case {
      branches = List.copyOf(branches);
    }
  }

  record Coalesce(List<Expression> operands, PgType type) implements Expression {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /**
   * GREATEST or LEAST by the type's default order; NULLs are passed over.
   *
   * @param collation the collation of the comparison, 0 if none
   */
  record MinMax(boolean greatest, List<Expression> operands, PgType type, int collation)
      implements Expression {
    public MinMax {
      operands = List.copyOf(operands);
    }
  }

  /** {@code left operator ANY/ALL (array)}; an IN list is ANY over an array of constants. */
  record ArrayComparison(
      Function function, boolean any, Expression left, Expression array, int collation)
      implements Expression {
    @Override
    public PgType type() {
      return PgType.of(PgType.BOOL);
    }
  }

  /** {@code ARRAY[…]} of one dimension. */
  record ArrayLiteral(List<Expression> elements, PgType elementType, PgType type)
      implements Expression {
    public ArrayLiteral {
      elements = List.copyOf(elements);
    }
  }

  /** The operand's bytes under another type: a binary-coercible cast. */
  record Relabel(Expression operand, PgType type) implements Expression {}

  /** A cast by the types' output and input functions. */
  record TextCast(Expression operand, PgType type) implements Expression {}

  /**
   * SQL as text around operands: {@code text[0] operand[0] text[1] …}. Every name in it is
   * qualified and quoted, and it says nothing but what its operands say.
   *
   * @param meaning what it says, if that is known
   */
  record Sql(List<String> text, List<Expression> operands, PgType type, Meaning meaning)
      implements Expression {

    /** SQL that only PostgreSQL computes. */
    public Sql(List<String> text, List<Expression> operands, PgType type) {
      this(text, operands, type, new Meaning.Unknown());
    }

    public Sql {
      text = List.copyOf(text);
      operands = List.copyOf(operands);
      if (text.size() != operands.size() + 1) {
        throw new IllegalArgumentException("text stands before, between and behind the operands");
      }
    }
  }

  /**
   * A value from outside of a correlated plan: an argument of the {@link Subquery} or {@link
   * Plan.DependentJoin} that encloses it. Exists between analysis and the unnesting rewrite.
   *
   * @param depth of the enclosing one, so that parameters within one another are told apart
   * @param index of the argument
   */
  record Parameter(int depth, int index, PgType type, boolean nullable) implements Expression {}

  /**
   * A subquery as a value. Exists between analysis and the unnesting rewrite.
   *
   * @param plan may read {@link Parameter}s of this depth, and of those that enclose this one
   * @param arguments over the row at hand: what the parameters stand for
   */
  record Subquery(Subquery.Kind kind, Plan plan, int depth, List<Expression> arguments, PgType type)
      implements Expression {
    /** What value a subquery has. */
    public enum Kind {
      /** Whether there is a row. */
      EXISTS,
      /** Of the single, boolean column: true if any is true, else NULL if any is, else false. */
      ANY,
      /** The single column of the only row, NULL if there is none; more are an error. */
      SCALAR
    }

    public Subquery {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A value that is one only if a subquery gave one row: NULL if {@code count} is 0 or NULL, an
   * error if it is more than 1. So the error is raised where the value is needed, and only there.
   */
  record SingleRow(Expression count, Expression value) implements Expression {
    @Override
    public PgType type() {
      return value.type();
    }
  }

  /**
   * Rows of values on the way of a recursion, as bytes that are equal where all rows are: what
   * CYCLE and SEARCH keep. NULLs are equal.
   *
   * @param operands the way so far, a bytea, NULL for none; then the row's values
   */
  record Path(Path.Kind kind, List<Expression> operands) implements Expression {
    /** What is made of the way and the row. */
    public enum Kind {
      /** The way with the row at its end. */
      APPEND,
      /** Whether the row is on the way. */
      CONTAINS
    }

    public Path {
      operands = List.copyOf(operands);
    }

    @Override
    public PgType type() {
      return PgType.of(kind == Path.Kind.APPEND ? PgType.BYTEA : PgType.BOOL);
    }
  }

  /** The expressions it is made of, in order of evaluation as written. */
  default List<Expression> children() {
    return switch (this) {
      case Column _, Constant _, Parameter _, Now _ -> List.of();
      case Call call -> call.arguments();
      case And and -> and.operands();
      case Or or -> or.operands();
      case Not not -> List.of(not.operand());
      case IsNull test -> List.of(test.operand());
      case BooleanTest test -> List.of(test.operand());
      case IsDistinctFrom test -> List.of(test.left(), test.right());
      case NullIf test -> List.of(test.left(), test.right());
      case Case cases -> {
        List<Expression> children = new ArrayList<>();
        for (Case.When branch : cases.branches()) {
          children.add(branch.condition());
          children.add(branch.result());
        }
        children.add(cases.otherwise());
        yield children;
      }
      case Coalesce coalesce -> coalesce.operands();
      case MinMax minMax -> minMax.operands();
      case ArrayComparison comparison -> List.of(comparison.left(), comparison.array());
      case ArrayLiteral array -> array.elements();
      case Relabel relabel -> List.of(relabel.operand());
      case TextCast cast -> List.of(cast.operand());
      case Sql sql -> sql.operands();
      case Subquery subquery -> subquery.arguments();
      case SingleRow single -> List.of(single.count(), single.value());
      case Path path -> path.operands();
    };
  }

  /** The same expression over other children; as many as {@link #children()} gives. */
  default Expression withChildren(List<Expression> with) {
    return switch (this) {
      case Column _, Constant _, Parameter _, Now _ -> this;
      case Path path -> new Path(path.kind(), with);
      case Call call -> new Call(call.function(), with, call.type(), call.collation());
      case And _ -> new And(with);
      case Or _ -> new Or(with);
      case Not _ -> new Not(with.getFirst());
      case IsNull test -> new IsNull(with.getFirst(), test.negated());
      case BooleanTest test -> new BooleanTest(with.getFirst(), test.kind());
      case IsDistinctFrom test ->
          new IsDistinctFrom(test.equality(), with.get(0), with.get(1), test.collation());
      case NullIf test ->
          new NullIf(test.equality(), with.get(0), with.get(1), test.type(), test.collation());
      case Case cases -> {
        List<Case.When> branches = new ArrayList<>();
        for (int i = 0; i < cases.branches().size(); i++) {
          branches.add(new Case.When(with.get(2 * i), with.get(2 * i + 1)));
        }
        yield new Case(branches, with.getLast(), cases.type());
      }
      case Coalesce coalesce -> new Coalesce(with, coalesce.type());
      case MinMax minMax -> new MinMax(minMax.greatest(), with, minMax.type(), minMax.collation());
      case ArrayComparison comparison ->
          new ArrayComparison(
              comparison.function(),
              comparison.any(),
              with.get(0),
              with.get(1),
              comparison.collation());
      case ArrayLiteral array -> new ArrayLiteral(with, array.elementType(), array.type());
      case Relabel relabel -> new Relabel(with.getFirst(), relabel.type());
      case TextCast cast -> new TextCast(with.getFirst(), cast.type());
      case Sql sql -> new Sql(sql.text(), with, sql.type(), sql.meaning());
      case Subquery subquery ->
          new Subquery(subquery.kind(), subquery.plan(), subquery.depth(), with, subquery.type());
      case SingleRow _ -> new SingleRow(with.get(0), with.get(1));
    };
  }
}

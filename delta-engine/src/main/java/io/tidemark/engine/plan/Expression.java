package io.tidemark.engine.plan;

import io.tidemark.engine.type.PgType;
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
  record BooleanTest(Expression operand, Kind kind) implements Expression {
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
}

package io.tidemark.engine.function;

import io.tidemark.engine.type.JsonDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of SQL/JSON.
 *
 * @param lax whether structural errors are passed over, and arrays are unwrapped and made as needed
 */
record JsonPath(boolean lax, JsonPath.Item item) {

  /**
   * An operation and what is done with each of the items that it gives.
   *
   * @param next null at the end of the path
   */
  record Item(Operation operation, @Nullable Item next) {}

  /** What gives items for an item. */
  sealed interface Operation {}

  record Literal(JsonDocument value) implements Operation {}

  record Variable(String name) implements Operation {}

  /** What stands for an item by where it is. */
  enum Place implements Operation {
    ROOT,
    CURRENT,
    /** The last index of the array that a subscript is applied to. */
    LAST,
    ANY_ELEMENT,
    ANY_MEMBER
  }

  record Member(String name) implements Operation {}

  /** {@code .**}: the item itself and what is in it, of some levels. */
  record Descendants(long first, long last) implements Operation {

    static final long LEAVES = 0xFFFF_FFFFL;
  }

  record Subscripts(List<Range> ranges) implements Operation {}

  /**
   * One subscript.
   *
   * @param to null if it is a single index
   */
  record Range(Item from, @Nullable Item to) {}

  record Filter(Item condition) implements Operation {}

  /** A method without arguments. */
  enum Method implements Operation {
    TYPE,
    SIZE,
    ABS,
    FLOOR,
    CEILING,
    DOUBLE,
    BIGINT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    STRING,
    /** Whose result's field {@code id} nobody looks at: it depends on jsonb's layout in memory. */
    KEYVALUE
  }

  /**
   * {@code decimal(precision, scale)}.
   *
   * @param arguments none to two
   */
  record Decimal(List<JsonDocument.Numeral> arguments) implements Operation {}

  /** Arithmetic of two numbers. */
  record Arithmetic(char operator, Item left, Item right) implements Operation {}

  /** A sign before numbers. */
  record Sign(boolean minus, Item operand) implements Operation {}

  /** An operation whose outcome is true, false or unknown. */
  sealed interface Condition extends Operation {}

  record And(Item left, Item right) implements Condition {}

  record Or(Item left, Item right) implements Condition {}

  record Not(Item operand) implements Condition {}

  record IsUnknown(Item operand) implements Condition {}

  record Exists(Item operand) implements Condition {}

  record StartsWith(Item whole, Item beginning) implements Condition {}

  /**
   * A comparison.
   *
   * @param operator {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
   */
  record Comparison(String operator, Item left, Item right) implements Condition {}
}

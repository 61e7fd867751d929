package io.tidemark.server.evaluation;

import io.tidemark.engine.function.ServerExpressions.Computation;
import io.tidemark.engine.function.ServerExpressions.Outcome;
import io.tidemark.engine.function.ServerExpressions.ServerCall;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.type.PgType;
import io.tidemark.engine.type.TextForm;
import io.tidemark.sink.WireStatements;
import io.tidemark.state.row.Bytes;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PGobject;

/**
 * One call for many rows of arguments: {@code SELECT a.i, send(f(a.c1, …)) FROM unnest(…) WITH
 * ORDINALITY AS a (c1, …, i)}. Arguments go as binary arrays, results come as what their types'
 * send functions give, which is the form that rows have here. Arrays cannot be elements of an
 * array; a call with such an argument takes its rows from VALUES.
 *
 * <p>A batch that fails is halved until the row is found that fails alone.
 *
 * <p>Cost: about 0.2 ms per statement and a few microseconds per row, besides the function's own.
 */
final class Batches implements Computation {

  private static final int ROWS_MAX = 5_000;
  private static final int BYTES_MAX = 8 << 20;

  /** Each row of VALUES is a parameter per column, of which a statement takes 65,535. */
  private static final int VALUES_ROWS_MAX = 256;

  private final ServerEvaluation server;
  private final ServerCall call;
  private @Nullable Shape shape;

  Batches(ServerEvaluation server, ServerCall call) {
    this.server = server;
    this.call = call;
  }

  /**
   * How arguments travel.
   *
   * @param arrays the array types' OIDs, 0 where there is none
   * @param unnests whether all have one
   */
  private record Shape(
      int[] arrays,
      boolean unnests,
      List<ServerTypes.Type> types,
      List<ServerTypes.Type> results,
      List<ServerTypes.Type> constants) {}

  @Override
  public List<Outcome> compute(List<Row> arguments) {
    Shape how = shape();
    int rowsMax = how.unnests() ? ROWS_MAX : VALUES_ROWS_MAX;
    List<Outcome> outcomes = new ArrayList<>(arguments.size());
    int from = 0;
    while (from < arguments.size()) {
      int to = from;
      long bytes = 0;
      while (to < arguments.size()
          && to - from < rowsMax
          && (to == from || bytes + arguments.get(to).bytes().length <= BYTES_MAX)) {
        bytes += arguments.get(to).bytes().length;
        to++;
      }
      outcomes.addAll(compute(how, arguments.subList(from, to)));
      from = to;
    }
    return outcomes;
  }

  private List<Outcome> compute(Shape how, List<Row> arguments) {
    return server
        .<Optional<List<Outcome>>>ask(_ -> attempt(how, arguments))
        .orElseGet(() -> halves(how, arguments));
  }

  /** The outcomes; none if one of several rows failed. */
  private Optional<List<Outcome>> attempt(Shape how, List<Row> arguments) throws SQLException {
    long start = System.nanoTime();
    try {
      return Optional.of(run(how, arguments));
    } catch (SQLException failed) {
      if (!isOfTheRows(failed)) {
        throw failed;
      }
      return arguments.size() == 1
          ? Optional.of(List.of(ServerEvaluation.failure(failed)))
          : Optional.empty();
    } finally {
      server.count(arguments.size(), System.nanoTime() - start);
    }
  }

  private List<Outcome> halves(Shape how, List<Row> arguments) {
    int half = arguments.size() / 2;
    List<Outcome> both = new ArrayList<>(compute(how, arguments.subList(0, half)));
    both.addAll(compute(how, arguments.subList(half, arguments.size())));
    return both;
  }

  /** Whether the values are to blame, and not the session, a missing right or a lack of memory. */
  private static boolean isOfTheRows(SQLException failed) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "", "08", "25", "28", "40", "53", "55", "57", "58", "XX" -> false;
      default -> !state.equals("42501") && !state.equals("42883");
    };
  }

  private Shape shape() {
    Shape known = shape;
    if (known == null) {
      known = server.ask(this::shape);
      shape = known;
    }
    return known;
  }

  private Shape shape(BaseConnection session) throws SQLException {
    int[] arrays = new int[call.arguments().size()];
    boolean all = true;
    List<ServerTypes.Type> types = new ArrayList<>();
    for (int i = 0; i < arrays.length; i++) {
      ServerTypes.Type type = server.types().type(session, call.arguments().get(i).oid());
      arrays[i] = type.array();
      all &= type.array() != 0;
      types.add(type);
    }
    List<ServerTypes.Type> results = new ArrayList<>();
    for (PgType result : call.results()) {
      results.add(server.types().type(session, result.oid()));
    }
    List<ServerTypes.Type> constants = new ArrayList<>();
    for (Expression.Constant constant : call.constants()) {
      constants.add(server.types().type(session, constant.type().oid()));
    }
    return new Shape(arrays, all && arrays.length > 0, types, results, constants);
  }

  private List<Outcome> run(Shape how, List<Row> arguments) throws SQLException {
    int slots = how.unnests() ? arguments.size() : roundedUp(arguments.size(), VALUES_ROWS_MAX);
    PreparedStatement statement = server.statements().prepare(sql(how, slots));
    bind(server.statements(), statement, how, arguments, slots);
    List<List<Row>> rows = new ArrayList<>(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      rows.add(new ArrayList<>(1));
    }
    RowBuilder builder = new RowBuilder(call.results().size());
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        int row = (int) result.getLong(1) - 1;
        for (int column = 0; column < call.results().size(); column++) {
          byte[] value = result.getBytes(column + 2);
          if (value == null) {
            builder.addNull();
          } else {
            builder.add(value);
          }
        }
        Row built = builder.build();
        if (row < rows.size()) {
          rows.get(row).add(built);
        }
      }
    }
    return rows.stream().<Outcome>map(Outcome.Rows::new).toList();
  }

  /** A few sizes of VALUES instead of many, so that their statements stay prepared. */
  static int roundedUp(int rows, int max) {
    int size = 1;
    while (size < rows) {
      size *= 2;
    }
    return Math.min(size, max);
  }

  private String sql(Shape how, int slots) {
    StringJoiner received = new StringJoiner(", ", "WITH a AS (SELECT ", " FROM ");
    StringJoiner columns = new StringJoiner(", ", " AS p (", ")) SELECT a.i");
    for (int i = 0; i < call.arguments().size(); i++) {
      columns.add("c" + (i + 1));
      received.add(how.types().get(i).received("p.c" + (i + 1)) + " AS c" + (i + 1));
    }
    StringBuilder sql = new StringBuilder().append(received.add("p.i"));
    sql.append(how.unnests() ? arrays() : values(how, slots)).append(columns.add("i"));
    if (!call.isTable()) {
      ServerTypes.Type result = how.results().getFirst();
      String typed = "CAST(" + call.sql() + " AS " + result.name() + ")";
      return sql.append(", ").append(result.sent(typed)).append(" FROM a").toString();
    }
    StringJoiner names = new StringJoiner(", ", " AS t (", ")");
    for (int i = 0; i < call.results().size(); i++) {
      sql.append(", ").append(how.results().get(i).sent("t.r" + (i + 1)));
      names.add("r" + (i + 1));
    }
    sql.append(" FROM a CROSS JOIN LATERAL ").append(call.sql());
    return sql.append(names).toString();
  }

  private String arrays() {
    StringJoiner unnest = new StringJoiner(", ", "unnest(", ") WITH ORDINALITY");
    for (PgType _ : call.arguments()) {
      unnest.add("?");
    }
    return unnest.toString();
  }

  private static String values(Shape how, int slots) {
    StringJoiner values = new StringJoiner(", ", "(VALUES ", ")");
    for (int row = 1; row <= slots; row++) {
      StringJoiner columns = new StringJoiner(", ", "(", ")");
      for (int i = 0; i < how.types().size(); i++) {
        // In an array where that is possible: the driver takes a value without bytes for NULL
        String name = how.types().get(i).carrier();
        columns.add(
            how.arrays()[i] == 0 ? "CAST(? AS " + name + ")" : "(CAST(? AS " + name + "[]))[1]");
      }
      values.add(columns.add(row + "::int8").toString());
    }
    return values.toString();
  }

  private void bind(
      WireStatements statements,
      PreparedStatement statement,
      Shape how,
      List<Row> arguments,
      int slots)
      throws SQLException {
    int at = 1;
    int columns = call.arguments().size();
    if (how.unnests()) {
      for (int column = 0; column < columns; column++) {
        statement.setObject(at++, arrayOf(statements, how, column, arguments));
      }
    } else {
      for (int slot = 0; slot < slots; slot++) {
        Row row = arguments.get(Math.min(slot, arguments.size() - 1));
        for (int column = 0; column < columns; column++) {
          if (how.arrays()[column] != 0) {
            statement.setObject(at++, arrayOf(statements, how, column, List.of(row)));
          } else if (row.isNull(column)) {
            statement.setObject(at++, null);
          } else {
            int type = call.arguments().get(column).oid();
            byte[] bytes = ServerEvaluation.valueOf(row, column);
            statement.setObject(at++, statements.parameter(type, bytes));
          }
        }
      }
    }
    for (int i = 0; i < call.constants().size(); i++) {
      Expression.Constant constant = call.constants().get(i);
      byte[] bytes = ServerEvaluation.valueOf(constant);
      ServerTypes.Type type = how.constants().get(i);
      int oid = constant.type().oid();
      Row row = new RowBuilder(1).add(bytes).build();
      statement.setObject(
          at++,
          type.text() == null
              ? statements.parameter(oid, bytes)
              : statements.parameter(type.array(), array(type, oid, List.of(row), 0)));
    }
  }

  private PGobject arrayOf(WireStatements statements, Shape how, int column, List<Row> rows) {
    byte[] bytes = array(how.types().get(column), call.arguments().get(column).oid(), rows, column);
    return statements.parameter(how.arrays()[column], bytes);
  }

  /** One column as texts. */
  private static List<Row> texts(TextForm form, List<Row> rows, int column) {
    RowBuilder builder = new RowBuilder(1);
    List<Row> texts = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.isNull(column)) {
        builder.addNull();
      } else {
        builder.add(form.text(row.bytes(), row.offset(column), row.length(column)));
      }
      texts.add(builder.build());
    }
    return texts;
  }

  /** One column as an array of its type, or of texts. */
  static byte[] array(ServerTypes.Type described, int oid, List<Row> rows, int column) {
    TextForm text = described.text();
    return text == null
        ? array(oid, rows, column)
        : array(PgType.TEXT, texts(text, rows, column), 0);
  }

  /** array_send's form: dimensions, NULLs, element type, length, lower bound, elements. */
  static byte[] array(int type, List<Row> rows, int column) {
    int size = 20;
    for (Row row : rows) {
      size += 4 + (row.isNull(column) ? 0 : row.length(column));
    }
    byte[] array = new byte[size];
    Bytes.INT.set(array, 0, 1);
    Bytes.INT.set(array, 4, 1);
    Bytes.INT.set(array, 8, type);
    Bytes.INT.set(array, 12, rows.size());
    Bytes.INT.set(array, 16, 1);
    int at = 20;
    for (Row row : rows) {
      boolean isNull = row.isNull(column);
      int length = isNull ? 0 : row.length(column);
      Bytes.INT.set(array, at, isNull ? -1 : length);
      System.arraycopy(row.bytes(), isNull ? 0 : row.offset(column), array, at + 4, length);
      at += 4 + length;
    }
    return array;
  }
}

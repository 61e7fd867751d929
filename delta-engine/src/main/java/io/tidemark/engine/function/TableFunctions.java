package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.TableCall;
import io.tidemark.engine.type.PgType;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles table functions: those of {@link SeriesFunctions} here, all others as PostgreSQL gives
 * their rows, a whole ROWS FROM at a time.
 */
final class TableFunctions {

  private final ExpressionCompiler compiler;
  private final FunctionLibrary library;
  private final @Nullable ServerExpressions server;

  TableFunctions(
      ExpressionCompiler compiler, FunctionLibrary library, @Nullable ServerExpressions server) {
    this.compiler = compiler;
    this.library = library;
    this.server = server;
  }

  TableMapper compile(List<TableCall> calls, boolean ordinality) {
    List<SeriesFunctions.Series> series = new ArrayList<>();
    for (TableCall call : calls) {
      SeriesFunctions.of(call).ifPresent(series::add);
    }
    if (series.size() == calls.size()) {
      try {
        return here(calls, series, ordinality);
      } catch (UnsupportedQueryException lacking) {
        if (server == null) {
          throw lacking;
        }
      }
    }
    if (server == null) {
      throw new UnsupportedQueryException(
          "a table function is not in the library yet",
          "Expand it where the stream table is read.");
    }
    return asked(calls, ordinality, server);
  }

  /** Each function's values over the row of all arguments. */
  private TableMapper here(
      List<TableCall> calls, List<SeriesFunctions.Series> series, boolean ordinality) {
    List<Expression> arguments = new ArrayList<>();
    int[] from = new int[calls.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = arguments.size();
      arguments.addAll(calls.get(i).function().children());
    }
    RowMapper mapper = compiler.mapper(arguments);
    return new TableMapper() {
      @Override
      public List<Row> map(Row row) {
        Row values = mapper.map(row);
        List<List<byte @Nullable []>> columns = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
          columns.addAll(series.get(i).columns(values, from[i]));
        }
        return sideBySide(columns, ordinality);
      }

      @Override
      public void prepare(ZSet rows, int first, int end) {
        mapper.prepare(rows, first, end);
      }
    };
  }

  private static List<Row> sideBySide(List<List<byte @Nullable []>> columns, boolean ordinality) {
    int count = 0;
    for (List<byte @Nullable []> column : columns) {
      count = Math.max(count, column.size());
    }
    RowBuilder builder = new RowBuilder(columns.size() + (ordinality ? 1 : 0));
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      for (List<byte @Nullable []> column : columns) {
        byte[] value = i < column.size() ? column.get(i) : null;
        if (value == null) {
          builder.addNull();
        } else {
          builder.add(value);
        }
      }
      if (ordinality) {
        builder.addLong(i + 1L);
      }
      rows.add(builder.build());
    }
    return rows;
  }

  private TableMapper asked(List<TableCall> calls, boolean ordinality, ServerExpressions from) {
    ServerSql sql = new ServerSql(from, library);
    List<PgType> results = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (TableCall call : calls) {
      String definition = call.definition().isEmpty() ? "" : " AS (" + call.definition() + ")";
      texts.add(sql.item(call.function()) + definition);
      results.addAll(call.columns());
    }
    if (ordinality) {
      results.add(PgType.of(PgType.INT8));
    }
    String rowsFrom = "ROWS FROM (" + String.join(", ", texts) + ")";
    String text = calls.getFirst().isSyntax() ? texts.getFirst() : rowsFrom;
    ServerEvaluator call =
        ServerEvaluator.of(sql, text + (ordinality ? " WITH ORDINALITY" : ""), true, results, from);
    return new TableMapper() {
      @Override
      public List<Row> map(Row row) {
        return call.evaluate(row);
      }

      @Override
      public void prepare(ZSet rows, int first, int end) {
        ServerEvaluator.prepare(List.of(call), rows, first, end, this::isAnswered);
      }

      private boolean isAnswered(Row row) {
        try {
          call.evaluate(row);
          return true;
        } catch (ServerEvaluator.Pending waiting) {
          return false;
        } catch (EvaluationException raisedWhenMapped) {
          return true;
        }
      }
    };
  }
}

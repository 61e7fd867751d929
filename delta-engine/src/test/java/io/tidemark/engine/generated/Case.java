package io.tidemark.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query with everything that happens under it.
 *
 * @param data statements that give the tables their first rows
 * @param batches the statements of each later transaction
 * @param seed decides where a step is cut into parts and where the circuit is made anew
 */
record Case(Sql query, List<String> data, List<List<String>> batches, long seed) {

  /** Smaller cases, the largest steps first. */
  Stream<Case> smaller() {
    List<Case> found = new ArrayList<>();
    for (int i = batches.size() - 1; i >= 0; i--) {
      found.add(new Case(query, data, without(batches, i), seed));
    }
    for (Sql less : query.smaller()) {
      found.add(new Case(less, data, batches, seed));
    }
    for (int i = 0; i < batches.size(); i++) {
      for (int j = 0; j < batches.get(i).size() && batches.get(i).size() > 1; j++) {
        List<List<String>> changed = new ArrayList<>(batches);
        changed.set(i, without(batches.get(i), j));
        found.add(new Case(query, data, changed, seed));
      }
    }
    for (int i = 0; i < data.size(); i++) {
      found.add(new Case(query, without(data, i), batches, seed));
    }
    return found.stream();
  }

  private static <T> List<T> without(List<T> list, int index) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(index);
    return rest;
  }

  /** In the form of the oracle's case files. */
  String text() {
    StringBuilder text = new StringBuilder("-- schema\n");
    GeneratedTables.ddl().forEach(statement -> text.append(statement).append(";\n"));
    data.forEach(statement -> text.append(statement).append(";\n"));
    text.append("\n-- stream table generated\n").append(query.text()).append('\n');
    for (List<String> batch : batches) {
      text.append("\n-- batch\n");
      batch.forEach(statement -> text.append(statement).append(";\n"));
    }
    return text.toString();
  }
}

package io.tidemark.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of generated SQL as a tree, so that a failing query can be made smaller: text and pieces
 * in order. Pieces of one sort can stand for one another; whether the result means anything is for
 * PostgreSQL to say.
 *
 * @param sort what it is: {@code query}, {@code int}, {@code bool} …; {@code clause} can be left
 *     out, {@code list} can lose elements
 */
record Sql(String sort, List<Object> parts) {

  static final String CLAUSE = "clause";
  static final String LIST = "list";
  static final String QUERY = "query";

  Sql {
    parts = List.copyOf(parts);
  }

  /**
   * @param template text in which each {@code ?} stands for the next piece
   */
  static Sql of(String sort, String template, Sql... pieces) {
    List<Object> parts = new ArrayList<>();
    String[] texts = template.split("\\?", -1);
    if (texts.length != pieces.length + 1) {
      throw new IllegalArgumentException(template);
    }
    parts.add(texts[0]);
    for (int i = 0; i < pieces.length; i++) {
      parts.add(pieces[i]);
      parts.add(texts[i + 1]);
    }
    return new Sql(sort, parts);
  }

  static Sql list(List<Sql> elements) {
    return new Sql(LIST, List.copyOf(elements));
  }

  static Sql nothing() {
    return new Sql(CLAUSE, List.of(""));
  }

  /** As SQL text. */
  String text() {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (Object part : parts) {
      if (sort.equals(LIST) && !first) {
        text.append(", ");
      }
      text.append(part instanceof Sql piece ? piece.text() : part);
      first = false;
    }
    return text.toString();
  }

  int size() {
    return 1 + pieces().mapToInt(Sql::size).sum();
  }

  private Stream<Sql> pieces() {
    return parts.stream().filter(Sql.class::isInstance).map(Sql.class::cast);
  }

  private Stream<Sql> descendants() {
    return pieces().flatMap(piece -> Stream.concat(Stream.of(piece), piece.descendants()));
  }

  /** Trees that are smaller by one change somewhere, the largest steps first. */
  List<Sql> smaller() {
    List<Sql> found = new ArrayList<>();
    descendants().filter(piece -> piece.sort.equals(sort)).forEach(found::add);
    if (sort.equals(CLAUSE) && size() > 1) {
      found.add(nothing());
    }
    if (sort.equals(LIST) && parts.size() > 1) {
      for (int i = 0; i < parts.size(); i++) {
        List<Object> rest = new ArrayList<>(parts);
        rest.remove(i);
        found.add(new Sql(LIST, rest));
      }
    }
    if (ExpressionGenerator.TYPES.contains(sort) && size() > 1) {
      found.add(ExpressionGenerator.simplest(sort));
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Sql piece) {
        for (Sql less : piece.smaller()) {
          List<Object> changed = new ArrayList<>(parts);
          changed.set(i, less);
          found.add(new Sql(sort, changed));
        }
      }
    }
    return found;
  }
}

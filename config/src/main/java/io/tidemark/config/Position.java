package io.tidemark.config;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A place in a file.
 *
 * @param line 1-based
 * @param column 1-based, in code points
 */
record Position(int line, int column) {

  static Position of(Node node) {
    Mark mark =
        node.getStartMark().orElseThrow(() -> new IllegalStateException("composed without marks"));
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /**
   * Where the char at {@code offset} of a scalar's value stands. Exact for block literals and for
   * what stands on one line without escapes; else the scalar's start, since folding has moved it.
   */
  static Position inside(YamlFile file, ScalarNode node, int offset) {
    Position start = of(node);
    String value = node.getValue();
    int valid = Math.min(offset, value.length());
    if (node.getScalarStyle() == ScalarStyle.LITERAL) {
      return inLiteral(file, start, value, valid);
    }
    if (valid == 0) {
      return start; // the text as a whole, its quote included
    }
    int quote = node.isPlain() || node.getScalarStyle() == ScalarStyle.FOLDED ? 0 : 1;
    String line = file.line(start.line);
    int from = charIndex(line, start.column - 1) + quote;
    if (node.getScalarStyle() != ScalarStyle.FOLDED
        && from <= line.length()
        && line.startsWith(value, from)) {
      return new Position(start.line, line.codePointCount(0, from + valid) + 1);
    }
    return start;
  }

  private static Position inLiteral(YamlFile file, Position start, String value, int offset) {
    String before = value.substring(0, offset);
    int row = (int) before.chars().filter(c -> c == '\n').count();
    int rowStart = before.lastIndexOf('\n') + 1;
    int rowEnd = value.indexOf('\n', rowStart);
    String content = value.substring(rowStart, rowEnd < 0 ? value.length() : rowEnd);
    int lineNumber = start.line + 1 + row;
    String line = file.line(lineNumber);
    if (!line.endsWith(content)) {
      return start;
    }
    int indent = line.length() - content.length();
    return new Position(lineNumber, line.codePointCount(0, indent + offset - rowStart) + 1);
  }

  private static int charIndex(String line, int codePoints) {
    return line.offsetByCodePoints(0, Math.min(codePoints, line.codePointCount(0, line.length())));
  }
}

package io.tidemark.engine.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses the part of PostgreSQL's advanced regular expressions (regc_lex.c, regcomp.c) that says
 * which texts match by the same rules everywhere: characters, brackets, groups, alternatives,
 * quantifiers, and where the text begins and ends. Back references, looking around, words and
 * options are left out. Classes such as \d are taken as ASCII's, which they are under C.
 */
final class RegexParser {

  /** A part of an expression. */
  sealed interface Node {}

  record Characters(IntPredicate set) implements Node {}

  record Sequence(List<Node> parts) implements Node {}

  record Choice(List<Node> branches) implements Node {}

  /**
   * @param max −1 if there is none
   */
  record Repeat(Node part, int min, int max) implements Node {}

  record Begin() implements Node {}

  record End() implements Node {}

  /**
   * What a text is as an expression.
   *
   * @param usesClasses whether it names a class of characters, which the locale defines
   */
  record Expression(Node root, boolean usesClasses) {}

  /** Something that is not of this part, or no expression at all: PostgreSQL says which. */
  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown() {
      super(null, null, false, false);
    }
  }

  private static final int BOUND_MAX = 255; // DUPMAX
  private static final int DEPTH_MAX = 100;

  private final int[] text;
  private final boolean ignoresCase;
  private int at;
  private int depth;
  private boolean usesClasses;

  private RegexParser(String pattern, boolean ignoresCase) {
    this.text = pattern.codePoints().toArray();
    this.ignoresCase = ignoresCase;
  }

  /**
   * The expression; null if only PostgreSQL knows what it means.
   *
   * @param ignoresCase of ASCII's letters
   */
  static @Nullable Expression parse(String pattern, boolean ignoresCase) {
    if (pattern.startsWith("***")) {
      return null; // the kind of expression
    }
    RegexParser parser = new RegexParser(pattern, ignoresCase);
    try {
      Node root = parser.choice();
      return parser.at == parser.text.length ? new Expression(root, parser.usesClasses) : null;
    } catch (Unknown unknown) {
      return null;
    }
  }

  private boolean sees(char c) {
    return at < text.length && text[at] == c;
  }

  private boolean eats(char c) {
    boolean seen = sees(c);
    at += seen ? 1 : 0;
    return seen;
  }

  private int next() throws Unknown {
    check(at < text.length);
    return text[at++];
  }

  private static void check(boolean holds) throws Unknown {
    if (!holds) {
      throw new Unknown();
    }
  }

  private Node choice() throws Unknown {
    check(++depth <= DEPTH_MAX);
    List<Node> branches = new ArrayList<>();
    do {
      List<Node> parts = new ArrayList<>();
      while (at < text.length && !sees('|') && !sees(')')) {
        parts.add(quantified());
      }
      branches.add(new Sequence(parts));
    } while (eats('|'));
    depth--;
    return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
  }

  private Node quantified() throws Unknown {
    Node atom = atom();
    int quantifier = at;
    int min = 1;
    int max = 1;
    if (eats('*')) {
      min = 0;
      max = -1;
    } else if (eats('+')) {
      max = -1;
    } else if (eats('?')) {
      min = 0;
    } else if (sees('{') && isDigit(at + 1)) {
      at++;
      min = bound();
      max = min;
      if (eats(',')) {
        max = sees('}') ? -1 : bound();
      }
      check(eats('}') && (max < 0 || min <= max));
    }
    if (at == quantifier) {
      return atom;
    }
    check(!(atom instanceof Begin) && !(atom instanceof End));
    eats('?'); // as few as possible: the same texts match
    check(!sees('*') && !sees('+') && !sees('?') && !(sees('{') && isDigit(at + 1)));
    return new Repeat(atom, min, max);
  }

  private boolean isDigit(int index) {
    return index < text.length && text[index] >= '0' && text[index] <= '9';
  }

  private int bound() throws Unknown {
    check(isDigit(at));
    int bound = 0;
    while (isDigit(at)) {
      bound = 10 * bound + text[at++] - '0';
      check(bound <= BOUND_MAX);
    }
    return bound;
  }

  private Node atom() throws Unknown {
    int c = next();
    return switch (c) {
      case '.' -> new Characters(any -> true);
      case '^' -> new Begin();
      case '$' -> new End();
      case '(' -> {
        if (eats('?')) {
          check(eats(':'));
        }
        Node inner = choice();
        check(eats(')'));
        yield inner instanceof Begin || inner instanceof End ? new Sequence(List.of(inner)) : inner;
      }
      case '[' -> brackets();
      case '\\' -> escape();
      case '*', '+', '?' -> throw new Unknown();
      case '{' -> {
        check(!isDigit(at));
        yield character(c);
      }
      default -> character(c);
    };
  }

  private Node character(int c) {
    return characters(each -> each == c, false);
  }

  private Node characters(IntPredicate set, boolean isNegated) {
    IntPredicate any =
        ignoresCase
            ? each -> set.test(each) || set.test(lower(each)) || set.test(upper(each))
            : set;
    return new Characters(isNegated ? any.negate() : any);
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  private static int upper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }

  private Node escape() throws Unknown {
    int c = next();
    if (c == 'A') {
      return new Begin();
    }
    if (c == 'Z') {
      return new End();
    }
    IntPredicate shorthand = shorthand(c);
    return shorthand == null ? character(escaped(c)) : characters(shorthand, false);
  }

  /** The character that an escape stands for. */
  private static int escaped(int c) throws Unknown {
    return switch (c) {
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> {
        check(!isWord(c) || c == '_');
        yield c;
      }
    };
  }

  private @Nullable IntPredicate shorthand(int c) {
    IntPredicate positive =
        switch (c) {
          case 'd', 'D' -> each -> each >= '0' && each <= '9';
          case 's', 'S' -> RegexParser::isSpace;
          case 'w', 'W' -> RegexParser::isWord;
          default -> null;
        };
    if (positive == null) {
      return null;
    }
    usesClasses = true;
    return c >= 'a' ? positive : positive.negate();
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWord(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private Node brackets() throws Unknown {
    boolean isNegated = eats('^');
    IntPredicate set = none -> false;
    boolean isFirst = true;
    while (isFirst || !sees(']')) {
      set = set.or(part(isFirst));
      isFirst = false;
    }
    at++;
    return characters(set, isNegated);
  }

  private IntPredicate part(boolean isFirst) throws Unknown {
    int c = next();
    if (c == '-') {
      check(isFirst || sees(']'));
    } else if (c == '[' && (sees('.') || sees('='))) {
      throw new Unknown();
    } else if (c == '[' && eats(':')) {
      return named();
    } else if (c == '\\') {
      int code = next();
      IntPredicate shorthand = shorthand(code);
      if (shorthand != null) {
        return shorthand;
      }
      c = escaped(code);
    }
    int first = c;
    if (!sees('-') || (at + 1 < text.length && text[at + 1] == ']')) {
      return each -> each == first;
    }
    at++;
    int last = next();
    if (last == '\\') {
      int code = next();
      check(shorthand(code) == null);
      last = escaped(code);
    } else {
      check(last != '[' || !(sees('.') || sees('=') || sees(':')));
    }
    int end = last;
    check(first <= end);
    return each -> each >= first && each <= end;
  }

  private IntPredicate named() throws Unknown {
    StringBuilder name = new StringBuilder();
    while (!sees(':')) {
      name.appendCodePoint(next());
    }
    at++;
    check(eats(']'));
    usesClasses = true;
    return switch (name.toString()) {
      case "digit" -> c -> c >= '0' && c <= '9';
      case "alpha" -> c -> isWord(c) && c > '9' && c != '_';
      case "alnum" -> c -> isWord(c) && c != '_';
      case "upper" -> c -> c >= 'A' && c <= 'Z';
      case "lower" -> c -> c >= 'a' && c <= 'z';
      case "space" -> RegexParser::isSpace;
      case "punct" -> c -> c > ' ' && c < 0x7F && (!isWord(c) || c == '_');
      case "xdigit" -> c -> c < 0x80 && Character.digit(c, 16) >= 0;
      default -> throw new Unknown();
    };
  }
}

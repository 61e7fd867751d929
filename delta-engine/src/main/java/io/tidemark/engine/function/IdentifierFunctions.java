package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** SQL's identifiers as text: quote_ident (ruleutils.c) and parse_ident (misc.c). */
final class IdentifierFunctions {

  /** Words of pg_get_keywords() that are not unreserved, in 15. */
  private static final Set<String> WORDS =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization between bigint binary"
                  + " bit boolean both case cast char character check coalesce collate collation"
                  + " column concurrently constraint create cross current_catalog current_date"
                  + " current_role current_schema current_time current_timestamp current_user dec"
                  + " decimal default deferrable desc distinct do else end except exists extract"
                  + " false fetch float for foreign freeze from full grant greatest group grouping"
                  + " having ilike in initially inner inout int integer intersect interval into is"
                  + " isnull join lateral leading least left like limit localtime localtimestamp"
                  + " national natural nchar none normalize not notnull null nullif numeric offset"
                  + " on only or order out outer overlaps overlay placing position precision"
                  + " primary real references returning right row select session_user setof similar"
                  + " smallint some substring symmetric table tablesample then time timestamp to"
                  + " trailing treat trim true union unique user using values varchar variadic"
                  + " verbose when where window with xmlattributes xmlconcat xmlelement xmlexists"
                  + " xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
              .split(" "));

  private static final Set<String> WORDS_SINCE_16 =
      Set.of("json_array", "json_arrayagg", "json_object", "json_objectagg", "system_user");

  private static final Set<String> WORDS_SINCE_17 =
      Set.of(
          "json",
          "json_exists",
          "json_query",
          "json_scalar",
          "json_serialize",
          "json_table",
          "json_value",
          "merge_action");

  private IdentifierFunctions() {}

  static void register(FunctionLibrary library) {
    int major = library.major();
    library.<String>unary("quote_ident", name -> quote(name, major));
    library.<String, Boolean>binary(
        "parse_ident", (text, strict) -> new Parser(text, strict, major).parts());
  }

  static String quote(String name, int major) {
    boolean isKeyword =
        WORDS.contains(name)
            || (major >= 16 && WORDS_SINCE_16.contains(name))
            || (major >= 17 && WORDS_SINCE_17.contains(name));
    return name.matches("[a-z_][a-z0-9_]*") && !isKeyword
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Takes a qualified name apart. */
  private static final class Parser {

    private final String text;
    private final boolean strict;
    private final String blanks;
    private final List<String> parts = new ArrayList<>();
    private int at;

    Parser(String text, boolean strict, int major) {
      this.text = text;
      this.strict = strict;
      this.blanks = major >= 17 ? " \t\n\r\f\u000b" : " \t\n\r\f";
    }

    List<String> parts() {
      while (true) {
        skipBlanks();
        parts.add(current() == '"' ? quoted() : plain());
        skipBlanks();
        if (current() != '.') {
          break;
        }
        at++;
      }
      if (strict && at < text.length()) {
        throw invalid();
      }
      return parts;
    }

    /** The next character, or 0, which no text has. */
    private char current() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
      while (at < text.length() && blanks.indexOf(current()) >= 0) {
        at++;
      }
    }

    private String quoted() {
      StringBuilder name = new StringBuilder();
      at++;
      while (true) {
        int end = text.indexOf('"', at);
        if (end < 0) {
          throw invalid();
        }
        name.append(text, at, end);
        at = end + 1;
        if (current() != '"') {
          break;
        }
        name.append('"');
        at++;
      }
      if (name.isEmpty()) {
        throw invalid();
      }
      return name.toString();
    }

    private String plain() {
      int start = at;
      while (isLetter(current()) || (at > start && isDigit(current()))) {
        at++;
      }
      if (at == start) {
        throw invalid();
      }
      return TextFunctions.lowerAscii(text.substring(start, at));
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
      return (c >= '0' && c <= '9') || c == '$';
    }

    private EvaluationException invalid() {
      return new EvaluationException(
          "22023", "string is not a valid identifier: \"%s\"".formatted(text));
    }
  }
}

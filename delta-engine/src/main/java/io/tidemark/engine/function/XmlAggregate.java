package io.tidemark.engine.function;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * xmlagg: the values one behind the other, NULLs passed over. Declarations go, and one stands in
 * front that says what they agree on (xmlconcat in xml.c); a single value keeps its own.
 */
final class XmlAggregate implements OrderedFunction {

  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')"
              + "(?:\\s+encoding\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))?"
              + "(?:\\s+standalone\\s*=\\s*[\"'](yes|no)[\"'])?\\s*\\?>");

  private static final String DEFAULT_VERSION = "1.0";

  /** What has been put together, and what all declarations so far agree on. */
  private static final class Concatenation {
    final StringBuilder text = new StringBuilder();
    long parts;
    String first = "";
    String version = "";
    boolean sameVersion = true;
    boolean allStandalone = true;
    boolean noneUndeclared = true;

    void add(String value) {
      if (parts++ == 0) {
        first = value;
      }
      Matcher declaration = DECLARATION.matcher(value);
      if (!declaration.lookingAt()) {
        sameVersion = false;
        noneUndeclared = false;
        text.append(value);
        return;
      }
      String its = declaration.group(1) == null ? declaration.group(2) : declaration.group(1);
      if (version.isEmpty()) {
        version = its;
      } else {
        sameVersion &= version.equals(its);
      }
      String standalone = declaration.group(3);
      if (standalone == null) {
        noneUndeclared = false;
      } else {
        allStandalone &= standalone.equals("yes");
      }
      text.append(value, declaration.end(), value.length());
    }

    String result() {
      if (parts == 1) {
        return first;
      }
      boolean saysVersion = sameVersion && !version.equals(DEFAULT_VERSION);
      if (!saysVersion && !noneUndeclared) {
        return text.toString();
      }
      return "<?xml version=\""
          + (sameVersion ? version : DEFAULT_VERSION)
          + "\""
          + (noneUndeclared ? " standalone=\"" + (allStandalone ? "yes" : "no") + "\"" : "")
          + "?>"
          + text;
    }
  }

  @Override
  public boolean passesOver(Row arguments) {
    return arguments.isNull(0);
  }

  @Override
  public void result(Rows rows, Row direct, RowBuilder target) {
    Concatenation all = new Concatenation();
    rows.forEach((arguments, copies) -> {
      for (long copy = 0; copy < copies; copy++) {
        all.add(arguments.getText(0));
      }
    });
    if (all.parts == 0) {
      target.addNull();
    } else {
      target.addText(all.result());
    }
  }
}

package io.tidemark.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:/path}} by what they refer to; {@code $${env:…}}
 * stands for the text itself. Replacements are not looked at again.
 */
final class References {

  /** Room for a secret or for a query in a file of its own; not for data. */
  static final long FILE_BYTES_MAX = 1L << 20;

  private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{(env|file):([^}\\n]*)}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String FORMS =
      "a reference is ${env:NAME} or ${file:/path}; write $${ for the characters themselves";

  private final Environment environment;

  public References(Environment environment) {
    this.environment = environment;
  }

  /**
   * @param folder where relative paths begin
   * @param isSql SQL has its own use for <code>${</code> (a dollar-quoted text that begins with a
   *     brace), so only complete references are looked for
   * @param mistakes takes each reference that leads nowhere
   */
  String expand(String raw, Path folder, boolean isSql, Consumer<InvalidValueException> mistakes) {
    if (!raw.contains("${")) {
      return raw;
    }
    Matcher matcher = REFERENCE.matcher(raw);
    StringBuilder expanded = new StringBuilder();
    StringBuilder rest = new StringBuilder();
    while (matcher.find()) {
      boolean isEscaped = !matcher.group(1).isEmpty();
      String replacement =
          isEscaped ? matcher.group().substring(1) : resolve(matcher, folder, mistakes);
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
      // blanks of the same length keep the offsets of what is searched for leftovers
      rest.append(raw, rest.length(), matcher.start()).repeat(' ', matcher.group().length());
    }
    matcher.appendTail(expanded);
    rest.append(raw, rest.length(), raw.length());
    int leftover = isSql ? -1 : leftover(rest);
    if (leftover >= 0) {
      mistakes.accept(
          new InvalidValueException(
              ErrorCode.BAD_REFERENCE, "this ${ begins no reference", FORMS, leftover));
    }
    return expanded.toString();
  }

  private static int leftover(StringBuilder rest) {
    int at = rest.indexOf("${");
    while (at > 0 && rest.charAt(at - 1) == '$') {
      at = rest.indexOf("${", at + 1);
    }
    return at;
  }

  private String resolve(Matcher reference, Path folder, Consumer<InvalidValueException> mistakes) {
    try {
      return reference.group(2).equals("env")
          ? variable(reference.group(3), reference.start())
          : content(reference.group(3), folder, reference.start());
    } catch (InvalidValueException mistake) {
      mistakes.accept(mistake);
      return "";
    }
  }

  private String variable(String name, int offset) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new InvalidValueException(
          ErrorCode.BAD_REFERENCE,
          "'" + name + "' is not a name of an environment variable",
          FORMS,
          offset);
    }
    @Nullable String value = environment.variables().get(name);
    if (value == null) {
      throw new InvalidValueException(
          ErrorCode.VARIABLE_UNDEFINED,
          "the environment variable " + name + " is not set",
          "set it where tidemark is started: export " + name + "=…",
          offset);
    }
    return value;
  }

  private static String content(String name, Path folder, int offset) {
    Path path;
    try {
      path = folder.resolve(name);
    } catch (InvalidPathException notAPath) {
      throw new InvalidValueException(
          ErrorCode.BAD_REFERENCE, "'" + name + "' is not a path", FORMS, offset);
    }
    try {
      if (!Files.isRegularFile(path)) {
        throw unreadable(path, Files.exists(path) ? "it is not a file" : "no such file", offset);
      }
      if (Files.size(path) > FILE_BYTES_MAX) {
        throw unreadable(path, "it is larger than " + FILE_BYTES_MAX + " bytes", offset);
      }
      String text = Files.readString(path);
      // editors and `echo` end a file by a line break that is no part of a password
      return text.endsWith("\r\n")
          ? text.substring(0, text.length() - 2)
          : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw unreadable(path, "it is not UTF-8", offset);
    } catch (NoSuchFileException gone) {
      throw unreadable(path, "no such file", offset);
    } catch (IOException denied) {
      throw unreadable(path, "permission denied or I/O error", offset);
    }
  }

  private static InvalidValueException unreadable(Path path, String why, int offset) {
    return new InvalidValueException(
        ErrorCode.SECRET_UNREADABLE,
        "the file " + path + " cannot be read: " + why,
        "a relative path begins at the folder of the configuration file",
        offset);
  }
}

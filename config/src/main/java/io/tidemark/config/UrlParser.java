package io.tidemark.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads libpq's URL syntax: {@code
 * postgresql://[user[:password]@][host][:port][,…][/db][?name=value &…]}. A malformed URL may have
 * its password anywhere, so no message quotes a part of it.
 */
final class UrlParser {

  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
  private static final String EXAMPLE = "postgresql://user@host:5432/database";
  private static final int PORT_MAX = 65_535;

  private final String url;
  private final Environment environment;
  private final Map<String, String> connection = new HashMap<>();
  private final UrlOptions options = new UrlOptions();

  UrlParser(String url, Environment environment) {
    this.url = url;
    this.environment = environment;
  }

  ConnectionUrl parse() {
    String rest =
        SCHEMES.stream()
            .filter(url::startsWith)
            .findFirst()
            .map(scheme -> url.substring(scheme.length()))
            .orElseThrow(this::notPostgres);
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    if (slash >= 0 && slash + 1 < rest.length()) {
      String path = rest.substring(slash + 1);
      if (path.indexOf('/') >= 0 || path.indexOf('@') >= 0) {
        throw malformed("the part after the first / is not a database name");
      }
      connection.put("dbname", decode(path));
    }
    int at = authority.indexOf('@');
    if (at != authority.lastIndexOf('@')) {
      throw malformed("there is more than one @ before the database name");
    }
    if (at >= 0) {
      userInfo(authority.substring(0, at));
    }
    hostList(authority.substring(at + 1));
    parameters(query);
    return build();
  }

  private void userInfo(String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    if (!user.isEmpty()) {
      connection.put("user", decode(user));
    }
    if (colon >= 0 && colon + 1 < userInfo.length()) {
      connection.put("password", decode(userInfo.substring(colon + 1)));
    }
  }

  private void hostList(String text) {
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      int portColon;
      if (entry.startsWith("[")) {
        int close = entry.indexOf(']');
        if (close < 0) {
          throw malformed("an IPv6 address lacks its closing ]");
        }
        names.add(decode(entry.substring(1, close)));
        portColon = close + 1 < entry.length() ? close + 1 : -1;
        if (portColon >= 0 && entry.charAt(portColon) != ':') {
          throw malformed("after the ] of an IPv6 address only :port may follow");
        }
      } else {
        portColon = entry.indexOf(':');
        if (portColon != entry.lastIndexOf(':')) {
          throw malformed("a host has more than one : (IPv6 addresses stand in brackets)");
        }
        names.add(decode(portColon < 0 ? entry : entry.substring(0, portColon)));
      }
      ports.add(portColon < 0 ? "" : entry.substring(portColon + 1));
    }
    if (names.stream().anyMatch(name -> !name.isEmpty())) {
      connection.put("host", String.join(",", names));
    }
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      connection.put("port", String.join(",", ports));
    }
  }

  private void parameters(String query) {
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals <= 0) {
        throw malformed("after the ? only name=value pairs may follow, joined by &");
      }
      String name = decode(parameter.substring(0, equals));
      String value = decode(parameter.substring(equals + 1));
      switch (name) {
        case "host", "port", "dbname", "user", "password", "passfile" ->
            connection.put(name, value);
        case "hostaddr" -> connection.put("host", value);
        case "ssl" -> {
          if (!value.equals("true")) {
            throw malformed("the option ssl knows only the value true; use sslmode");
          }
          options.add("sslmode", "require");
        }
        default -> options.add(name, value);
      }
    }
  }

  private ConnectionUrl build() {
    String user = part("user", "PGUSER").orElse(environment.user());
    String database = part("dbname", "PGDATABASE").orElse(user);
    List<ConnectionUrl.Host> hosts = hosts();
    Optional<Secret> password =
        part("password", "PGPASSWORD")
            .map(Secret::new)
            .or(() -> passwordFromFile(hosts, database, user));
    return new ConnectionUrl(hosts, database, user, password, options.properties());
  }

  private List<ConnectionUrl.Host> hosts() {
    String[] names = part("host", "PGHOST").orElse("localhost").split(",", -1);
    String[] ports = part("port", "PGPORT").orElse("").split(",", -1);
    if (ports.length != 1 && ports.length != names.length) {
      throw malformed("there are " + ports.length + " ports for " + names.length + " hosts");
    }
    List<ConnectionUrl.Host> hosts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String name = names[i].isEmpty() ? "localhost" : names[i];
      if (name.startsWith("/") || name.startsWith("@")) {
        throw new InvalidValueException(
            ErrorCode.BAD_URL,
            "the host is a Unix-domain socket, which is not supported",
            "use host localhost, and allow it in pg_hba.conf");
      }
      hosts.add(new ConnectionUrl.Host(name, port(ports.length == 1 ? ports[0] : ports[i])));
    }
    return hosts;
  }

  private int port(String text) {
    if (text.isEmpty()) {
      return ConnectionUrl.DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // reported below, like a number out of range
    }
    throw malformed("the port is not a number between 1 and " + PORT_MAX);
  }

  private Optional<Secret> passwordFromFile(
      List<ConnectionUrl.Host> hosts, String database, String user) {
    PasswordFile file = passwordFile(connection.get("passfile"));
    return hosts.stream()
        .flatMap(host -> file.find(host.name(), host.port(), database, user).stream())
        .findFirst();
  }

  private PasswordFile passwordFile(@Nullable String path) {
    try {
      return path == null ? PasswordFile.of(environment) : new PasswordFile(Path.of(path));
    } catch (InvalidPathException notAPath) {
      throw malformed("the password file's name is not a path");
    }
  }

  private Optional<String> part(String name, String variable) {
    return Optional.ofNullable(connection.get(name))
        .filter(value -> !value.isEmpty())
        .or(() -> environment.variable(variable));
  }

  private String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        int codePoint = text.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint) - 1;
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0 || (high | low) == 0) {
        throw malformed("a % is not followed by two hexadecimal digits other than 00");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed("the percent-encoded text is not UTF-8");
    }
  }

  private InvalidValueException notPostgres() {
    boolean jdbc = url.startsWith("jdbc:");
    return new InvalidValueException(
        ErrorCode.BAD_URL,
        jdbc ? "this is a JDBC URL, not a libpq URL" : "the URL does not start with postgresql://",
        (jdbc ? "drop the jdbc: in front; " : "") + "write " + EXAMPLE);
  }

  private static InvalidValueException malformed(String why) {
    return new InvalidValueException(
        ErrorCode.BAD_URL,
        "the connection URL is malformed: " + why,
        "write "
            + EXAMPLE
            + "; in user and password encode @ as %40, : as %3A, / as %2F, ? as %3F, % as %25");
  }
}

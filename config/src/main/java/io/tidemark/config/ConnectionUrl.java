package io.tidemark.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A libpq connection URL (PostgreSQL manual, 32.1.1.2) as the JDBC driver takes it. The text form
 * has no password.
 *
 * @param jdbcUrl without credentials
 * @param properties user, password and parameters
 */
public record ConnectionUrl(String jdbcUrl, Properties properties) {

  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?]*)(?:/(?<database>[^?]*))?(?:\\?(?<parameters>.*))?");

  private static final int DEFAULT_PORT = 5432;

  /** libpq's parameters that the driver knows under another name. */
  private static final java.util.Map<String, String> RENAMED =
      java.util.Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "target_session_attrs", "targetServerType");

  /**
   * Parses a URL. What it leaves out comes from PGUSER, PGHOST, PGPORT, PGDATABASE, PGPASSWORD and
   * the password file, as with libpq.
   *
   * @throws IllegalArgumentException if it is not such a URL; the message does not repeat it, since
   *     it may hold a password
   */
  public static ConnectionUrl parse(String url, Environment environment) {
    Matcher matcher = FORM.matcher(url.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the URL does not have the form postgresql://user@host:port/database");
    }
    String user = decoded(matcher.group("user"));
    if (user.isEmpty()) {
      user = environment.variable("PGUSER").orElse(System.getProperty("user.name", "postgres"));
    }
    String hosts = matcher.group("hosts");
    if (hosts.isEmpty()) {
      hosts = environment.variable("PGHOST").orElse("localhost");
    }
    String database = decoded(matcher.group("database"));
    if (database.isEmpty()) {
      database = environment.variable("PGDATABASE").orElse(user);
    }
    StringBuilder address = new StringBuilder();
    String firstHost = "";
    int firstPort = DEFAULT_PORT;
    for (String host : hosts.split(",", -1)) {
      Matcher part =
          Pattern.compile("(?<name>\\[[^\\]]+]|[^:]+)(?::(?<port>[0-9]{1,5}))?").matcher(host);
      if (!part.matches()) {
        throw new IllegalArgumentException(
            "the URL's host '" + host + "' is not host or host:port");
      }
      int port =
          part.group("port") != null
              ? Integer.parseInt(part.group("port"))
              : environment.variable("PGPORT").map(Integer::parseInt).orElse(DEFAULT_PORT);
      if (address.isEmpty()) {
        firstHost = part.group("name");
        firstPort = port;
      }
      address
          .append(address.isEmpty() ? "" : ",")
          .append(part.group("name"))
          .append(':')
          .append(port);
    }
    Properties properties = new Properties();
    parameters(matcher.group("parameters"), properties);
    properties.setProperty("user", user);
    String password = decoded(matcher.group("password"));
    if (password.isEmpty()) {
      password = environment.password(firstHost, firstPort, database, user).orElse("");
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    return new ConnectionUrl(
        "jdbc:postgresql://"
            + address
            + "/"
            + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"),
        properties);
  }

  private static void parameters(@org.jspecify.annotations.Nullable String text, Properties to) {
    if (text == null || text.isEmpty()) {
      return;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("the URL's parameter '" + pair + "' has no value");
      }
      String name = decoded(pair.substring(0, equals));
      to.setProperty(RENAMED.getOrDefault(name, name), decoded(pair.substring(equals + 1)));
    }
  }

  private static String decoded(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return properties.getProperty("user") + "@" + jdbcUrl.substring("jdbc:postgresql://".length());
  }
}

package io.tidemark.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a database is and how to log in, as a libpq URL says: {@code
 * postgresql://user@host:port/database?sslmode=require}. What the URL leaves out comes from PGHOST,
 * PGPORT, PGUSER, PGDATABASE, PGPASSWORD and {@code ~/.pgpass}, as for psql. Prints without its
 * password.
 *
 * @param hosts tried in this order
 * @param password empty when the server is not expected to ask for one
 * @param options pgjdbc properties, by pgjdbc's names
 */
public record ConnectionUrl(
    List<Host> hosts,
    String database,
    String user,
    Optional<Secret> password,
    NavigableMap<String, String> options) {

  public static final int DEFAULT_PORT = 5432;

  /** One server; {@code name} is a DNS name or an address, IPv6 without brackets. */
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
  }

  public ConnectionUrl {
    hosts = List.copyOf(hosts);
    options = Collections.unmodifiableNavigableMap(new TreeMap<>(options));
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a connection needs a host");
    }
  }

  /**
   * Parses a libpq URL, with defaults from {@code environment}.
   *
   * @throws io.tidemark.config.InvalidValueException if it is none; the message never contains text
   *     that may be a password
   */
  public static ConnectionUrl parse(String url, Environment environment) {
    return new UrlParser(url, environment).parse();
  }

  /** For pgjdbc, without user, password and options: these are in {@link #properties()}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + hostList() + "/" + encode(database);
  }

  /** A new set of pgjdbc properties, with the password in clear: never log it. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.putAll(options);
    properties.setProperty("user", user);
    password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    return properties;
  }

  /** The same server and login, another database. */
  public ConnectionUrl withDatabase(String other) {
    return new ConnectionUrl(hosts, other, user, password, options);
  }

  @Override
  public String toString() {
    return "postgresql://"
        + encode(user)
        + (password.isPresent() ? ":***" : "")
        + "@"
        + hostList()
        + "/"
        + encode(database)
        + options.entrySet().stream()
            .map(this::shown)
            .collect(Collectors.joining("&", options.isEmpty() ? "" : "?", ""));
  }

  private String shown(Map.Entry<String, String> option) {
    return option.getKey()
        + "="
        + (UrlOptions.isSecret(option.getKey()) ? "***" : encode(option.getValue()));
  }

  private String hostList() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

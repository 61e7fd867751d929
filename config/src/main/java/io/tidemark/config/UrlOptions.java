package io.tidemark.config;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Translates libpq's connection options to pgjdbc's properties. */
final class UrlOptions {

  /** Options with the same meaning on both sides; values are passed on as they are. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("options", "options"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("channel_binding", "channelBinding"));

  private static final Map<String, Map<String, String>> TRANSLATED =
      Map.of(
          "target_session_attrs",
          Map.of(
              "any", "any",
              "read-write", "primary",
              "primary", "primary",
              "read-only", "secondary",
              "standby", "secondary",
              "prefer-standby", "preferSecondary"),
          "load_balance_hosts",
          Map.of("disable", "false", "random", "true"),
          "keepalives",
          Map.of("0", "false", "1", "true"));

  private static final Map<String, String> TRANSLATED_NAMES =
      Map.of(
          "target_session_attrs", "targetServerType",
          "load_balance_hosts", "loadBalanceHosts",
          "keepalives", "tcpKeepAlive");

  private static final Map<String, Map<String, String>> CHECKED =
      Map.of(
          "sslmode",
          Map.of(
              "disable",
              "",
              "allow",
              "",
              "prefer",
              "",
              "require",
              "",
              "verify-ca",
              "",
              "verify-full",
              ""));

  private final NavigableMap<String, String> properties = new TreeMap<>();

  void add(String name, String value) {
    Map<String, String> checked = CHECKED.get(name);
    if (checked != null && !checked.containsKey(value)) {
      throw badValue(name, checked);
    }
    String same = SAME.get(name);
    Map<String, String> values = TRANSLATED.get(name);
    if (same != null) {
      properties.put(same, value);
    } else if (values != null) {
      String translated = values.get(value);
      if (translated == null) {
        throw badValue(name, values);
      }
      properties.put(TRANSLATED_NAMES.getOrDefault(name, name), translated);
    } else {
      throw unknown(name);
    }
  }

  NavigableMap<String, String> properties() {
    return properties;
  }

  /** Whether a pgjdbc property's value must not be shown. */
  static boolean isSecret(String property) {
    return property.equals("sslpassword") || property.equals("password");
  }

  private static InvalidValueException badValue(String name, Map<String, String> values) {
    return new InvalidValueException(
        ErrorCode.BAD_URL,
        "the URL's option " + name + " has no such value",
        "possible: " + String.join(", ", new TreeSet<>(values.keySet())));
  }

  private static InvalidValueException unknown(String name) {
    TreeSet<String> names = new TreeSet<>(SAME.keySet());
    names.addAll(TRANSLATED.keySet());
    // A name that is not at least spelt like an option may be a part of a password.
    return Spelling.nearest(name, names)
        .map(nearest ->
            new InvalidValueException(
                ErrorCode.BAD_URL,
                "the URL has the unknown option '" + name + "'",
                "did you mean '" + nearest + "'?"))
        .orElseGet(() ->
            new InvalidValueException(
                ErrorCode.BAD_URL,
                "the URL has an option that is not supported",
                "supported after the ? are: "
                    + String.join(", ", names)
                    + "; write a ? that belongs to the password as %3F"));
  }
}

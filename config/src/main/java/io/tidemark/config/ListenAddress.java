package io.tidemark.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or address, IPv6 without brackets; {@code *} for all interfaces
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {

  private static final int PORT_MAX = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|(\\*|[A-Za-z0-9._-]+)):(\\d{1,5})");

  /**
   * Parses {@code 127.0.0.1:8780}, {@code localhost:8780}, {@code [::1]:8780}, {@code *:8780}.
   *
   * @throws InvalidValueException if {@code text} is no address with a port
   */
  public static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : -1;
    if (port < 0 || port > PORT_MAX) {
      throw new InvalidValueException(
          ErrorCode.BAD_ADDRESS,
          "'" + text + "' is not an address with a port up to " + PORT_MAX,
          "write host:port, such as 127.0.0.1:8780, \"[::1]:8780\" or \"*:8780\"");
    }
    return new ListenAddress(matcher.group(1) != null ? matcher.group(1) : matcher.group(2), port);
  }

  /** For a server's socket; a host's name is resolved now. */
  public InetSocketAddress toSocketAddress() {
    return host.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}

package io.tidemark.engine.function;

import io.tidemark.engine.type.NetworkAddress;

/**
 * The text of network addresses, as PostgreSQL's inet_net_ntop.c and inet_cidr_ntop.c write it: the
 * longest run of zero groups is left out, and what may be an embedded address of version 4 is
 * written as one.
 */
final class NetworkText {

  private static final int GROUPS = 8;
  private static final int EMBEDDED_AT = 6; // the group from which on an address of version 4 is

  private NetworkText() {}

  /** inet's output: the prefix only where it is not the whole address. */
  static String inet(NetworkAddress address) {
    return address.prefix() == address.bits() ? address(address) : cidr(address);
  }

  /** cidr's output: always with the prefix. */
  static String cidr(NetworkAddress address) {
    return address(address) + "/" + address.prefix();
  }

  /** The address alone. */
  static String address(NetworkAddress address) {
    return address.isVersion6() ? version6(address) : octets(address, 0);
  }

  private static String octets(NetworkAddress address, int from) {
    return "%d.%d.%d.%d"
        .formatted(
            address.byteAt(from),
            address.byteAt(from + 1),
            address.byteAt(from + 2),
            address.byteAt(from + 3));
  }

  private static String version6(NetworkAddress address) {
    int start = 0;
    int length = 1; // a single zero group is written
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = address.groupAt(i) == 0 ? run + 1 : 0;
      if (run > length) {
        length = run;
        start = i - run + 1;
      }
    }
    int end = length > 1 ? start + length : start;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i >= start && i < end) {
        text.append(i == start ? ":" : "");
        continue;
      }
      text.append(i == 0 ? "" : ":");
      if (i == EMBEDDED_AT && start == 0 && isEmbedded(address, end)) {
        return text.append(octets(address, 2 * EMBEDDED_AT)).toString();
      }
      text.append(Integer.toHexString(address.groupAt(i)));
    }
    return text.append(end == GROUPS && length > 1 ? ":" : "").toString();
  }

  /** Whether behind so many zero groups follows an address of version 4. */
  private static boolean isEmbedded(NetworkAddress address, int zeros) {
    return switch (zeros) {
      case 5 -> address.groupAt(5) == 0xFFFF;
      case 6 -> true;
      case 7 -> address.groupAt(7) != 1;
      default -> false;
    };
  }

  /** A network with no more than its prefix needs. */
  static String abbreviated(NetworkAddress cidr) {
    NetworkAddress network = cidr.network();
    String address =
        cidr.isVersion6() ? abbreviated6(network) : abbreviated4(network, cidr.prefix());
    return address + "/" + cidr.prefix();
  }

  private static String abbreviated4(NetworkAddress network, int prefix) {
    StringBuilder text = new StringBuilder().append(network.byteAt(0));
    for (int i = 1; i * Byte.SIZE < prefix; i++) {
      text.append('.').append(network.byteAt(i));
    }
    return text.toString();
  }

  private static String abbreviated6(NetworkAddress network) {
    int prefix = network.prefix();
    if (prefix == 0) {
      return "::";
    }
    int groups = Math.max(2, (prefix + 15) / 16);
    Run zeros = zeros(network, groups);
    boolean embedded = zeros.start == 0 && zeros.length != groups && isNetworkOf4(network, zeros);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      if (i >= zeros.start && i < zeros.start + zeros.length) {
        text.append(i == zeros.start ? ":" : "").append(i == groups - 1 ? ":" : "");
      } else if (embedded && i >= EMBEDDED_AT) {
        text.append(i == EMBEDDED_AT ? ':' : '.').append(network.byteAt(2 * i));
        if (i < GROUPS - 1 || prefix > 120) { // the last octet is not needed
          text.append('.').append(network.byteAt(2 * i + 1));
        }
      } else {
        text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(network.groupAt(i)));
      }
    }
    return text.toString();
  }

  private record Run(int start, int length) {}

  /**
   * The zero groups that are left out. Like PostgreSQL's, a run that was not the longest goes on
   * counting in the next one.
   */
  private static Run zeros(NetworkAddress network, int groups) {
    Run longest = new Run(0, 0);
    int start = 0;
    int length = 0;
    for (int i = 0; i < groups; i++) {
      if (network.groupAt(i) == 0) {
        start = length == 0 ? i : start;
        length++;
      } else if (length > longest.length) {
        longest = new Run(start, length);
        length = 0;
      }
    }
    return length > longest.length ? new Run(start, length) : longest;
  }

  private static boolean isNetworkOf4(NetworkAddress network, Run zeros) {
    return switch (zeros.length) {
      case 5 -> network.groupAt(5) == 0xFFFF;
      case 6 -> true;
      case 7 -> network.byteAt(14) != 0 && network.byteAt(15) != 1;
      default -> false;
    };
  }
}

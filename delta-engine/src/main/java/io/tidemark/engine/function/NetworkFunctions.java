package io.tidemark.engine.function;

import io.tidemark.engine.EvaluationException;
import io.tidemark.engine.type.NetworkAddress;
import java.math.BigInteger;

/**
 * Functions and operators of inet and cidr (network.c). {@code network_cmp} is left to PostgreSQL:
 * of its number only the sign is specified.
 */
final class NetworkFunctions {

  private NetworkFunctions() {}

  static void register(FunctionLibrary library) {
    library.<NetworkAddress, NetworkAddress>comparisons("network_", NetworkAddress::compareTo);
    library.<NetworkAddress>extremes("network_", NetworkAddress::compareTo);
    containment(library);
    parts(library);
    arithmetic(library);
    library.<NetworkAddress>unary("network_host", NetworkText::address);
    library.<NetworkAddress>unary("network_show", NetworkText::cidr);
    library.<NetworkAddress>unary("inet_abbrev", NetworkText::inet);
    library.<NetworkAddress>unary("cidr_abbrev", NetworkText::abbreviated);
  }

  private static void containment(FunctionLibrary library) {
    library.<NetworkAddress, NetworkAddress>binary(
        "network_sub", (a, b) -> a.prefix() > b.prefix() && a.sharesPrefix(b, b.prefix()));
    library.<NetworkAddress, NetworkAddress>binary(
        "network_subeq", (a, b) -> a.prefix() >= b.prefix() && a.sharesPrefix(b, b.prefix()));
    library.<NetworkAddress, NetworkAddress>binary(
        "network_sup", (a, b) -> a.prefix() < b.prefix() && a.sharesPrefix(b, a.prefix()));
    library.<NetworkAddress, NetworkAddress>binary(
        "network_supeq", (a, b) -> a.prefix() <= b.prefix() && a.sharesPrefix(b, a.prefix()));
    library.<NetworkAddress, NetworkAddress>binary(
        "network_overlap", (a, b) -> a.sharesPrefix(b, Math.min(a.prefix(), b.prefix())));
    library.<NetworkAddress, NetworkAddress>binary(
        "inet_same_family", (a, b) -> a.isVersion6() == b.isVersion6());
  }

  private static void parts(FunctionLibrary library) {
    library.<NetworkAddress>unary("network_family", a -> a.isVersion6() ? 6 : 4);
    library.<NetworkAddress>unary("network_masklen", a -> a.prefix());
    library.<NetworkAddress>unary("network_network", a -> a.network());
    library.<NetworkAddress>unary("inet_to_cidr", a -> a.network());
    library.<NetworkAddress>unary(
        "network_broadcast", a -> a.withBits(a.high() | hostHigh(a), a.low() | hostLow(a)));
    library.<NetworkAddress>unary(
        "network_netmask",
        a ->
            a.withBits(NetworkAddress.maskHigh(a.prefix()), NetworkAddress.maskLow(a.prefix()))
                .withPrefix(a.bits()));
    library.<NetworkAddress>unary(
        "network_hostmask", a -> a.withBits(hostHigh(a), hostLow(a)).withPrefix(a.bits()));
    library.<NetworkAddress, Integer>binary("inet_set_masklen", NetworkFunctions::withPrefix);
    library.<NetworkAddress, Integer>binary(
        "cidr_set_masklen", (a, length) -> withPrefix(a, length).network());
    library.<NetworkAddress, NetworkAddress>binary(
        "inet_merge",
        (a, b) -> {
          checkFamilies(a, b, "cannot merge addresses from different families");
          int shorter = Math.min(a.prefix(), b.prefix());
          return a.withPrefix(a.commonBits(b, shorter)).network();
        });
  }

  /** The bits of the family that are behind the prefix. */
  private static long hostHigh(NetworkAddress a) {
    return NetworkAddress.maskHigh(a.bits()) & ~NetworkAddress.maskHigh(a.prefix());
  }

  private static long hostLow(NetworkAddress a) {
    return NetworkAddress.maskLow(a.bits()) & ~NetworkAddress.maskLow(a.prefix());
  }

  /** −1 stands for the whole address. */
  private static NetworkAddress withPrefix(NetworkAddress address, int length) {
    if (length < -1 || length > address.bits()) {
      throw new EvaluationException("22023", "invalid mask length: " + length);
    }
    return address.withPrefix(length == -1 ? address.bits() : length);
  }

  private static void arithmetic(FunctionLibrary library) {
    library.<NetworkAddress>unary(
        "inetnot",
        a ->
            a.withBits(
                ~a.high() & NetworkAddress.maskHigh(a.bits()),
                ~a.low() & NetworkAddress.maskLow(a.bits())));
    library.<NetworkAddress, NetworkAddress>binary(
        "inetand",
        (a, b) -> {
          checkFamilies(a, b, "cannot AND inet values of different sizes");
          return longer(a, b).withBits(a.high() & b.high(), a.low() & b.low());
        });
    library.<NetworkAddress, NetworkAddress>binary(
        "inetor",
        (a, b) -> {
          checkFamilies(a, b, "cannot OR inet values of different sizes");
          return longer(a, b).withBits(a.high() | b.high(), a.low() | b.low());
        });
    library.<NetworkAddress, Long>binary("inetpl", (a, n) -> add(a, BigInteger.valueOf(n)));
    library.<Long, NetworkAddress>binary(
        FunctionLibrary.oid(2631), (n, a) -> add(a, BigInteger.valueOf(n)));
    library.<NetworkAddress, Long>binary(
        "inetmi_int8", (a, n) -> add(a, BigInteger.valueOf(-n))); // the least stays as it is
    library.<NetworkAddress, NetworkAddress>binary("inetmi", NetworkFunctions::distance);
  }

  private static NetworkAddress longer(NetworkAddress a, NetworkAddress b) {
    return a.prefix() >= b.prefix() ? a : b;
  }

  private static NetworkAddress add(NetworkAddress address, BigInteger addend) {
    BigInteger sum = address.number().add(addend);
    if (sum.signum() < 0 || sum.bitLength() > address.bits()) {
      throw outOfRange();
    }
    return address.withNumber(sum);
  }

  private static long distance(NetworkAddress a, NetworkAddress b) {
    checkFamilies(a, b, "cannot subtract inet values of different sizes");
    if (!a.isVersion6()) {
      return a.number().longValue() - b.number().longValue();
    }
    long low = a.low() - b.low();
    int borrow = Long.compareUnsigned(a.low(), b.low()) < 0 ? 1 : 0;
    long high = a.high() - b.high() - borrow; // modulo 2¹²⁸, as PostgreSQL computes it
    if (high != low >> (Long.SIZE - 1)) {
      throw outOfRange();
    }
    return low;
  }

  private static EvaluationException outOfRange() {
    return new EvaluationException("22003", "result is out of range");
  }

  private static void checkFamilies(NetworkAddress a, NetworkAddress b, String message) {
    if (a.isVersion6() != b.isVersion6()) {
      throw new EvaluationException("22023", message);
    }
  }
}

package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @ParameterizedTest
  @CsvSource({
    "2GiB, 2147483648, 2GiB",
    "512MB, 512000000, 512MB",
    "1.5 GiB, 1610612736, 1536MiB",
    "0B, 0, 0B",
    "1000kB, 1000000, 1MB",
    "8191PB, -1, -",
    "9000000TiB, -1, -",
    "2gib, -1, -",
    "-1GiB, -1, -",
    "GiB, -1, -",
    "2, -1, -"
  })
  void sizesHaveANumberAndAUnit(String text, long bytes, String shortest) {
    if (bytes < 0) {
      assertEquals(ErrorCode.BAD_SIZE, invalid(() -> ByteSize.parse(text)).code());
    } else {
      assertEquals(new ByteSize(bytes), ByteSize.parse(text));
      assertEquals(shortest, ByteSize.parse(text).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "1s, 1000", "5m, 300000", "1h, 3600000", "2d, 172800000"})
  void durationsReadBackWhatTheyPrint(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Durations.parse(text));
    assertEquals(text, Durations.format(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "1.5s", "-1s", "1 s", "1h30m", "1w", "1000000000000s"})
  void otherDurationsAreRefused(String text) {
    assertEquals(ErrorCode.BAD_DURATION, invalid(() -> Durations.parse(text)).code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "continuous",
        "on demand",
        "500ms",
        "1s",
        "366d",
        "cron '*/5 * * * *'",
        "cron '0 6 * * 1-5' Europe/Berlin"
      })
  void schedulesReadBackWhatTheyPrint(String text) {
    assertEquals(text, Schedule.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "continous; BAD_SCHEDULE; did you mean 'continuous'?",
        "5; BAD_SCHEDULE; write",
        "1ms; BAD_SCHEDULE; continuous",
        "0s; BAD_SCHEDULE; continuous",
        "367d; BAD_SCHEDULE; on demand",
        "calculated; BAD_SCHEDULE; interval",
        "cron */5 * * * *; BAD_CRON; five fields",
        "cron '* * * *'; BAD_CRON; five fields",
        "cron '99 * * * *'; BAD_CRON; five fields",
        "cron '0 0 31 2 *'; BAD_CRON; five fields",
        "cron '* * * * *' Europe/Berln; BAD_CRON; did you mean 'Europe/Berlin'?"
      })
  void wrongSchedulesComeWithAHint(String text, ErrorCode code, String hint) {
    InvalidValueException invalid = invalid(() -> Schedule.parse(text));
    assertEquals(code, invalid.code());
    assertTrue(invalid.hint().contains(hint), invalid.hint());
  }

  @Test
  void cronFollowsItsTimeZoneThroughDaylightSaving() {
    Schedule.AtTimes daily = (Schedule.AtTimes) Schedule.parse("cron '0 6 * * *' Europe/Berlin");
    assertEquals(
        ZonedDateTime.parse("2026-03-28T05:00Z").toInstant(),
        daily.next(ZonedDateTime.parse("2026-03-28T00:00Z")).orElseThrow().toInstant());
    assertEquals(
        ZonedDateTime.parse("2026-03-29T04:00Z").toInstant(),
        daily.next(ZonedDateTime.parse("2026-03-28T05:00Z")).orElseThrow().toInstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8780", "localhost:0", "[::1]:65535", "*:80"})
  void addressesReadBackWhatTheyPrint(String text) {
    assertEquals(text, ListenAddress.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8780", ":8780", "localhost", "::1:80", "a:65536", "a b:1", "h:-1"})
  void otherAddressesAreRefused(String text) {
    assertEquals(ErrorCode.BAD_ADDRESS, invalid(() -> ListenAddress.parse(text)).code());
  }

  @Test
  void anyInterfaceIsTheWildcardAddress() {
    assertTrue(ListenAddress.parse("*:0").toSocketAddress().getAddress().isAnyLocalAddress());
    assertFalse(ListenAddress.parse("[::1]:0").toSocketAddress().getAddress().isAnyLocalAddress());
  }

  @Test
  void modesAreLowerCaseAndHinted() {
    assertEquals(RefreshMode.DIFFERENTIAL, RefreshMode.parse("differential"));
    assertEquals("did you mean 'auto'?", invalid(() -> RefreshMode.parse("AUTO")).hint());
  }

  @Test
  void namesFollowTheRulesOfSqlIdentifiers() {
    assertEquals(new QualifiedName("public", "sales"), QualifiedName.parse("Sales", "public"));
    assertEquals(new QualifiedName("a", "b.\"C"), QualifiedName.parse("A.\"b.\"\"C\"", "x"));
    assertEquals("\"a\".\"b.\"\"C\"", new QualifiedName("a", "b.\"C").quoted());
    for (String text : List.of("plain.x", "s.\"Odd name\"", "\"1\".\"\u00fc Z\"")) {
      assertEquals(text, QualifiedName.parse(text, "public").toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a.b.c", "a.", ".a", "a b", "1a", "a-b", "\"a", "\"\"", "a . b", "a;", "a --x", " a"
      })
  void otherNamesAreRefused(String text) {
    assertEquals(ErrorCode.BAD_NAME, invalid(() -> QualifiedName.parse(text, "public")).code());
  }

  @Test
  void namesThatPostgresWouldCutAreRefused() {
    assertEquals("x".repeat(63), QualifiedName.parse("x".repeat(63), "p").name());
    invalid(() -> QualifiedName.parse("x".repeat(64), "p"));
    invalid(() -> QualifiedName.parse("\u00fc".repeat(32), "p"));
  }

  @Test
  void distanceCountsSwappedLettersAsOneSlip() {
    assertEquals(1, Spelling.distance("serach", "search"));
    assertEquals(3, Spelling.distance("", "abc"));
    assertEquals(List.of(), Spelling.nearest("x", List.of("query")).stream().toList());
  }

  @Test
  void everyErrorCodeHasAnIdOfItsOwn() {
    long ids = java.util.Arrays.stream(ErrorCode.values()).map(ErrorCode::id).distinct().count();
    assertEquals(ErrorCode.values().length, ids);
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(code.id().matches("TM-C\\d{3}"), code.id());
    }
  }

  private static InvalidValueException invalid(org.junit.jupiter.api.function.Executable parse) {
    return assertThrows(InvalidValueException.class, parse);
  }
}

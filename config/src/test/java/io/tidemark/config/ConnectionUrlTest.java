package io.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {

  @TempDir private Path home;
  private Environment bare;

  @BeforeEach
  void environment() {
    bare = new Environment(Map.of(), home, "joe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://|jdbc:postgresql://localhost:5432/joe|joe",
        "postgres://ann@db|jdbc:postgresql://db:5432/ann|ann",
        "postgresql://ann@db:6000/shop|jdbc:postgresql://db:6000/shop|ann",
        "postgresql:///shop?host=db&port=6000&user=bo|jdbc:postgresql://db:6000/shop|bo",
        "postgresql://a,b:6000/shop|jdbc:postgresql://a:5432,b:6000/shop|joe",
        "postgresql://[2001:db8::1]:6000/shop|jdbc:postgresql://[2001:db8::1]:6000/shop|joe",
        "postgresql://[::1]/shop|jdbc:postgresql://[::1]:5432/shop|joe",
        "postgresql://a%40b@db/my%20shop|jdbc:postgresql://db:5432/my%20shop|a@b",
        "postgresql://:6000/|jdbc:postgresql://localhost:6000/joe|joe"
      })
  void libpqUrlsBecomeJdbcUrls(String url, String jdbc, String user) {
    ConnectionUrl parsed = ConnectionUrl.parse(url, bare);
    assertEquals(jdbc, parsed.jdbcUrl());
    assertEquals(user, parsed.properties().getProperty("user"));
  }

  @Test
  void whatTheUrlLeavesOutComesFromTheEnvironment() {
    Environment environment =
        new Environment(
            Map.of(
                "PGHOST", "h", "PGPORT", "1", "PGUSER", "u", "PGDATABASE", "d", "PGPASSWORD", "p"),
            home,
            "joe");
    ConnectionUrl url = ConnectionUrl.parse("postgresql://", environment);
    assertEquals("jdbc:postgresql://h:1/d", url.jdbcUrl());
    assertEquals("u", url.user());
    assertEquals("p", url.properties().getProperty("password"));
    ConnectionUrl full = ConnectionUrl.parse("postgresql://me:mine@x:2/y", environment);
    assertEquals("jdbc:postgresql://x:2/y", full.jdbcUrl());
    assertEquals("mine", full.properties().getProperty("password"));
  }

  @Test
  void optionsBecomeThoseOfTheDriver() {
    ConnectionUrl url =
        ConnectionUrl.parse(
            "postgresql://db/shop?sslmode=verify-full&application_name=a%26b"
                + "&target_session_attrs=read-write&connect_timeout=5&keepalives=1",
            bare);
    assertEquals(
        Map.of(
            "sslmode", "verify-full",
            "ApplicationName", "a&b",
            "targetServerType", "primary",
            "connectTimeout", "5",
            "tcpKeepAlive", "true"),
        url.options());
  }

  @Test
  void unknownOptionsAreHintedUnlessTheyMayBePassword() {
    InvalidValueException slip = refused("postgresql://db/shop?sslmod=require");
    assertEquals("did you mean 'sslmode'?", slip.hint());
    InvalidValueException password = refused("postgresql://me:abc?Xy77zz=1@db/shop");
    assertFalse((password.text() + password.hint()).contains("Xy77zz"));
  }

  @Test
  void passwordsAreNeverShown() {
    ConnectionUrl url =
        ConnectionUrl.parse("postgresql://me:s%40cret@db/shop?sslpassword=hidden", bare);
    assertEquals("s@cret", url.properties().getProperty("password"));
    assertEquals("postgresql://me:***@db:5432/shop?sslpassword=***", url.toString());
    assertFalse(new Settings.Source(url, "s", "p").toString().contains("cret"));
    assertEquals("***", new Secret("x").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:pa/s77word@db/shop",
        "postgresql://me:pa@s77word@db/shop",
        "postgresql://me:pa%zs77word@db/shop",
        "postgresql://me:pa%s77wor",
        "postgresql://me:s77word",
        "postgresql://me:pa?s77word@db",
        "postgresql://db:70000/s77word",
        "postgresql://[::1/s77word",
        "postgresql://a::s77word",
        "postgresql://a,b/s77word?port=1,2,3",
        "postgresql:///s77word?host=/var/run/postgresql",
        "jdbc:postgresql://db/s77word",
        "mysql://me:s77word@db",
        "s77word"
      })
  void noMessageAboutAMalformedUrlQuotesIt(String url) {
    InvalidValueException refused = refused(url);
    assertEquals(ErrorCode.BAD_URL, refused.code());
    assertFalse((refused.text() + refused.hint()).contains("s77wor"), refused.text());
  }

  @Test
  void passwordFileFollowsTheRulesOfLibpq() throws IOException {
    passwordFile(
        home.resolve(".pgpass"),
        """
        # comment
        other:5432:shop:me:wrong
        db:5432:shop:me\\:too:colon
        db:5432:shop:\\*:star
        db:*:*:me:a\\:b\\\\c:d
        *:*:*:*:last
        """,
        "rw-------");
    assertEquals(Optional.of("a:b\\c:d"), password("postgresql://me@db/shop"));
    assertEquals(Optional.of("colon"), password("postgresql://me%3Atoo@db/shop"));
    assertEquals(Optional.of("star"), password("postgresql://*@db/shop"));
    assertEquals(Optional.of("last"), password("postgresql://you@db/shop"));
    assertEquals(Optional.of("own"), password("postgresql://me:own@db/shop"));
  }

  @Test
  void passwordFileThatOthersMayReadIsIgnored() throws IOException {
    passwordFile(home.resolve(".pgpass"), "*:*:*:*:secret\n", "rw-r--r--");
    assertEquals(Optional.empty(), password("postgresql://me@db/shop"));
  }

  @Test
  void passwordFileMayBeElsewhere() throws IOException {
    Path file = home.resolve("elsewhere");
    passwordFile(file, "db:5432:shop:me:there\n", "rw-------");
    bare = new Environment(Map.of("PGPASSFILE", file.toString()), home, "joe");
    assertEquals(Optional.of("there"), password("postgresql://me@db/shop"));
    bare = new Environment(Map.of(), home, "joe");
    assertEquals(Optional.of("there"), password("postgresql://me@db/shop?passfile=" + file));
  }

  @Test
  void environmentPrintsNamesOnly() {
    assertTrue(new Environment(Map.of("A", "s77"), home, "joe").toString().contains("[A]"));
    assertFalse(new Environment(Map.of("A", "s77"), home, "joe").toString().contains("s77"));
  }

  private Optional<String> password(String url) {
    return ConnectionUrl.parse(url, bare).password().map(Secret::reveal);
  }

  private InvalidValueException refused(String url) {
    return assertThrows(InvalidValueException.class, () -> ConnectionUrl.parse(url, bare));
  }

  private static void passwordFile(Path file, String text, String permissions) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}

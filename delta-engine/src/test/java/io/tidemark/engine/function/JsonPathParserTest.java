package io.tidemark.engine.function;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.engine.UnsupportedQueryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What FunctionsAgainstPostgresTest cannot see: which paths are left to PostgreSQL. */
class JsonPathParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$?(@ like_regex \"^a\")",
        "$?(@ like_regex \"^a\" flag \"i\")",
        "($ like_regex \"a\")",
        "$.datetime()",
        "$.datetime(\"yyyy\")",
        "$.date()",
        "$.time(2)",
        "$.time_tz()",
        "$.timestamp()",
        "$.timestamp_tz()",
        "$.keyvalue()",
        "$.keyvalue().\"id\"",
        "$.keyvalue()?(@.\"id\" > 1)",
        // written the same: ($.a + $.b).floor() > 3
        "($.\"a\" + $.\"b\".floor() > 3)",
        "($.\"a\" * $.\"b\".size() + 1)",
        "(-$.\"a\".abs() > 3)",
        "(1 + $.\"a\" * $.\"b\"?(@ > 1))",
        "$[$.\"a\" + $.\"b\".size()]",
        "exists ($.\"a\" + $.\"b\".floor())",
        "1.type()",
        "$.\"a\" ",
        "",
      })
  void refuses(String path) {
    assertThrows(UnsupportedQueryException.class, () -> JsonPathParser.parse(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "($.\"a\".floor() + $.\"b\" > 3)",
        "($.\"a\" + $.\"b\".floor())",
        "$?($.\"a\".size() > @.\"b\".size())",
        "$.keyvalue().\"key\"",
        "strict $.\"a\"[1,2 to last - 1].**{1 to last}?(!(exists (@.*)) || (@ == $\"x\") is unknown)",
      })
  void takes(String path) {
    assertDoesNotThrow(() -> JsonPathParser.parse(path));
  }
}

package io.tidemark.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.engine.Plans;
import io.tidemark.engine.plan.Function;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EqualityFunctionsTest {

  @Test
  void theFunctionsNamedHereAreThoseOfTheCatalog() throws Exception {
    try (Plans plans = Plans.start()) {
      for (var connection : plans.connections()) {
        for (Function function : named()) {
          try (var statement =
              connection.prepareStatement(
                  "SELECT proname, CASE prokind WHEN 'a' THEN proname ELSE prosrc END, proargtypes::text, proisstrict, provolatile::text"
                      + " FROM pg_proc WHERE oid = ?")) {
            statement.setInt(1, function.oid());
            var row = statement.executeQuery();
            row.next();
            assertEquals(
                function,
                new Function(
                    function.oid(),
                    "pg_catalog",
                    row.getString(1),
                    row.getString(2),
                    Arrays.stream(row.getString(3).split(" "))
                        .map(Integer::valueOf)
                        .collect(Collectors.toList()),
                    row.getBoolean(4),
                    row.getString(5).charAt(0)));
          }
        }
      }
    }
  }

  private static List<Function> named() {
    List<Function> named = new ArrayList<>(EqualityFunctions.named());
    named.addAll(PartialAggregates.named());
    return named;
  }
}

package io.tidemark.config;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Refuses cron expressions of days that no calendar has, such as 31 February. */
final class CronDays {

  /** Fixed, so that whether an expression is valid does not depend on today. */
  private static final ZonedDateTime START =
      ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private CronDays() {}

  static void check(String expression) {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    if (ExecutionTime.forCron(parser.parse(expression)).nextExecution(START).isEmpty()) {
      throw Schedule.Cron.bad("'" + expression + "' never comes true");
    }
  }
}

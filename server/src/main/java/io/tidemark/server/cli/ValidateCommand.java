package io.tidemark.server.cli;

import io.tidemark.config.Validation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "validate",
    description =
        "Checks a configuration and its definitions, all mistakes at once; needs no database.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The configuration; ${DEFAULT-VALUE} unless given.",
      defaultValue = "tidemark.yaml")
  private Path file = Path.of("tidemark.yaml");

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Validation.Report report = Validation.validate(file);
    if (output.isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("problems", report.problems());
      json.put("streamTables", report.streamTables());
      System.out.println(JsonMapper.builder().build().writeValueAsString(json));
    } else if (report.problems().isEmpty()) {
      System.out.println(
          "%s is fine: %d stream tables, refreshed in this order:"
              .formatted(file, report.streamTables().size()));
      report.streamTables().forEach(name -> System.out.println("  " + name));
    } else {
      System.out.println(report.render());
    }
    return report.problems().isEmpty() ? 0 : 1;
  }
}

package io.tidemark.server.cli;

import picocli.CommandLine.Option;

/** {@code --output table|json}, which every verb takes. */
final class OutputOption {

  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.",
      defaultValue = "TABLE")
  private Format format = Format.TABLE;

  boolean isJson() {
    return format == Format.JSON;
  }
}

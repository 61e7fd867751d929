package io.tidemark.config;

import java.util.List;

/** The keys of each section. A test holds that the JSON Schema has the same ones. */
final class ConfigKeys {

  static final Keys MAIN =
      Keys.of(
          "the main file",
          "source",
          "sink",
          "state",
          "http",
          "limits",
          "defaults",
          "streamTables",
          "include");
  static final Keys INCLUDED =
      new Keys(
          "an included file",
          List.of("streamTables", "include"),
          List.of("source", "sink", "state", "http", "limits", "defaults"),
          "put it into the main file: included files only define stream tables");
  static final Keys SOURCE = Keys.of("source", "url", "slot", "publication");
  static final Keys SINK = Keys.of("sink", "url");
  static final Keys STATE = Keys.of("state", "dir", "memory");
  static final Keys HTTP = Keys.of("http", "listen");
  static final Keys LIMITS =
      Keys.of(
          "limits",
          "queryDepth",
          "planOperators",
          "groupingSets",
          "recursionIterations",
          "recursionRows",
          "deltaRows");
  static final Keys DEFAULTS = Keys.of("defaults", "schedule", "mode");
  static final Keys STREAM_TABLE =
      Keys.of("a stream table", "name", "searchPath", "query", "schedule", "mode");

  private ConfigKeys() {}
}

package io.tidemark.config;

/**
 * Everything that can be wrong with a configuration. The manual's error page is generated from this
 * list; an id, once released, keeps its meaning for ever.
 */
public enum ErrorCode {
  FILE_UNREADABLE(
      "TM-C001",
      "File cannot be read",
      "The configuration file or an included file does not exist, is a folder, is not UTF-8, or may"
          + " not be read by this user."),
  YAML_SYNTAX(
      "TM-C002",
      "Not valid YAML",
      "The text breaks the rules of YAML 1.2 at the position shown; what follows it in the same file"
          + " was not read."),
  LIMIT_EXCEEDED(
      "TM-C003",
      "Beyond a limit",
      "A file, a query, the nesting or the number of definitions is beyond what Tidemark accepts."
          + " The limits keep a mistaken file from using up memory."),
  UNKNOWN_KEY(
      "TM-C004",
      "Unknown key",
      "The section has no such key, or the key belongs into the main file. Nothing is ignored, so"
          + " that a misspelt key does not silently lose its effect."),
  DUPLICATE_KEY("TM-C005", "Key given twice", "A mapping has the same key more than once."),
  WRONG_TYPE(
      "TM-C006",
      "Wrong type",
      "A value is a text, a list or a mapping where another of these is expected, or is empty."),
  MISSING_KEY("TM-C007", "Required key is missing", "A section lacks a key that has no default."),
  BAD_SIZE("TM-C010", "Not a size", "A size is a number with a unit, such as 2GiB or 512MB."),
  BAD_SCHEDULE(
      "TM-C011",
      "Not a schedule",
      "A schedule is continuous, an interval such as 500ms, 1s, 5m or 1h, cron with an expression,"
          + " or on demand."),
  BAD_CRON(
      "TM-C012",
      "Not a cron expression",
      "The expression after cron is not made of five valid fields, never comes true, or its time"
          + " zone is unknown."),
  BAD_MODE(
      "TM-C013",
      "Not a refresh mode",
      "The refresh modes are auto, differential, full and immediate."),
  BAD_URL(
      "TM-C014",
      "Not a connection URL",
      "A database is given by a libpq URL: postgresql://user@host:port/database?option=value."),
  BAD_ADDRESS(
      "TM-C015", "Not an address to listen on", "An address is host:port, [ipv6]:port or *:port."),
  BAD_NAME(
      "TM-C016",
      "Not a valid name",
      "A name does not follow PostgreSQL's rules for identifiers, slots or publications, or lies in"
          + " a schema that is not for stream tables."),
  BAD_PATH("TM-C017", "Not a path", "The text cannot be a path of a file or folder."),
  BAD_DURATION(
      "TM-C018", "Not a duration", "A duration is a whole number with a unit: ms, s, m, h or d."),
  BAD_COUNT("TM-C019", "Not a usable number", "A limit is a whole number within its range."),
  DUPLICATE_STREAM_TABLE(
      "TM-C020",
      "Stream table defined twice",
      "Two definitions have the same schema-qualified name."),
  INCLUDE_MISSING(
      "TM-C021",
      "Nothing to include",
      "An included file does not exist, or a pattern matches no file."),
  INCLUDE_CYCLE("TM-C022", "Files include each other", "A file includes itself, maybe by others."),
  VARIABLE_UNDEFINED(
      "TM-C023",
      "Environment variable is not set",
      "${env:NAME} names a variable that the process does not have."),
  SECRET_UNREADABLE(
      "TM-C024",
      "Referenced file cannot be read",
      "${file:/path} names a file that does not exist or may not be read."),
  BAD_REFERENCE(
      "TM-C025", "Malformed ${…} reference", "A reference is ${env:NAME} or ${file:/path}."),
  NOT_A_QUERY(
      "TM-C030",
      "Not a query",
      "A stream table is defined by one SELECT, WITH, VALUES or TABLE statement that changes no"
          + " data."),
  SEVERAL_STATEMENTS(
      "TM-C031", "More than one statement", "A stream table is defined by exactly one statement."),
  QUERY_UNBALANCED(
      "TM-C032",
      "Query is not complete",
      "A quoted text, a comment or a parenthesis of the query is not closed, or closed twice."),
  QUERY_PARAMETER(
      "TM-C033", "Query has parameters", "A stream table's query has no $1: nobody would bind it."),
  CYCLE(
      "TM-C034",
      "Stream tables read each other in a circle",
      "A stream table reads itself, directly or through others. Such definitions need a fixpoint"
          + " computation that Tidemark does not have yet."),
  QUERY_NOT_UNDERSTOOD(
      "TM-C090",
      "Query is not understood without a server",
      "The offline parser does not know a construct of the query. That is no error: PostgreSQL"
          + " decides when the stream table is created. Until then the relations that it reads are a"
          + " guess.",
      Severity.WARNING);

  /** Whether the configuration can be used in spite of a problem. */
  public enum Severity {
    ERROR("error"),
    WARNING("warning");

    private final String label;

    Severity(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  private final String id;
  private final String title;
  private final String meaning;
  private final Severity severity;

  ErrorCode(String id, String title, String meaning) {
    this(id, title, meaning, Severity.ERROR);
  }

  ErrorCode(String id, String title, String meaning, Severity severity) {
    this.id = id;
    this.title = title;
    this.meaning = meaning;
    this.severity = severity;
  }

  /** Stable, such as {@code TM-C004}. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }

  public String title() {
    return title;
  }

  /** One or two sentences for the manual. */
  public String meaning() {
    return meaning;
  }

  public Severity severity() {
    return severity;
  }
}

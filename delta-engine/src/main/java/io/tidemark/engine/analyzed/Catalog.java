package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Attribute;
import io.tidemark.engine.analyzed.CatalogFacts.Cast;
import io.tidemark.engine.analyzed.CatalogFacts.Output;
import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.analyzed.CatalogFacts.Relation;
import io.tidemark.engine.analyzed.CatalogFacts.SortOperator;
import io.tidemark.engine.plan.Collation;
import io.tidemark.engine.plan.Field;
import io.tidemark.engine.plan.Function;
import io.tidemark.engine.plan.Plan;
import io.tidemark.engine.plan.SourceTable;
import io.tidemark.engine.type.PgType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's catalog as one analysis sees it: facts are read when first asked for and kept. Used
 * within the analysis' transaction, by its thread.
 */
final class Catalog {

  /** The OID of the database's default collation. */
  static final int DEFAULT_COLLATION = 100;

  private final Connection connection;
  private final int depthMax;
  private final Map<Integer, Procedure> procedures = new HashMap<>();
  private final Map<Integer, Relation> relations = new TreeMap<>();
  private final Map<Integer, PgType> baseTypes = new HashMap<>();
  private final Map<Integer, Boolean> enums = new HashMap<>();
  private final Map<Integer, Collation> collations = new TreeMap<>();

  private final Set<Integer> views = new LinkedHashSet<>();
  private final ConstantTexts constants;
  private final List<Plan> shared = new ArrayList<>();
  private int recursions;

  Catalog(Connection connection, int depthMax) {
    this.connection = connection;
    this.depthMax = depthMax;
    this.constants = new ConstantTexts(connection);
  }

  /** PostgreSQL's major version, 18 for instance. */
  int majorVersion() {
    try {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new CatalogAccessException(e);
    }
  }

  /** Keeps a plan that is named more than once; gives what stands for it. */
  Plan share(Plan plan) {
    shared.add(plan);
    return Plan.RecursiveReference.shared(shared.size() - 1, plan.fields());
  }

  /** What was shared, each after those that it names. */
  List<Plan> shared() {
    return shared;
  }

  /** A number for a recursion, unique within the query. */
  int nextRecursion() {
    return ++recursions;
  }

  /** Reads the functions that later calls will ask for, in one round trip. */
  void prefetchProcedures(Collection<Integer> oids) {
    String missing =
        oids.stream()
            .filter(oid -> !procedures.containsKey(oid))
            .map(Integer::toUnsignedString)
            .collect(Collectors.joining(",", "{", "}"));
    if (!missing.equals("{}")) {
      for (Procedure procedure : rows(CatalogSql.PROCEDURES, Catalog::procedure, missing)) {
        procedures.put(procedure.function().oid(), procedure);
      }
    }
  }

  Procedure procedure(int oid) {
    prefetchProcedures(List.of(oid));
    return Optional.ofNullable(procedures.get(oid)).orElseThrow(() -> missing("function", oid));
  }

  /** The relations that were asked for. */
  Collection<Relation> relations() {
    return relations.values();
  }

  /** The collations that were asked for. */
  Collection<Collation> collations() {
    return collations.values();
  }

  Relation relation(int oid) {
    Relation known = relations.get(oid);
    if (known != null) {
      return known;
    }
    List<Attribute> columns = attributes(oid);
    List<Field> captured =
        columns.stream()
            .filter(column -> column.captured() >= 0)
            .map(column -> new Field(column.name(), column.type(), column.nullable()))
            .toList();
    List<Integer> primaryKey = primaryKey(oid, columns);
    Relation relation =
        one(
                CatalogSql.RELATION,
                row ->
                    new Relation(
                        new SourceTable(
                            oid,
                            row.getString("nspname"),
                            row.getString("relname"),
                            captured,
                            primaryKey),
                        row.getString("relkind").charAt(0),
                        row.getString("relpersistence").charAt(0),
                        row.getBoolean("relhassubclass"),
                        row.getBoolean("row_security"),
                        columns,
                        row.getDouble("reltuples")),
                oid)
            .orElseThrow(() -> missing("relation", oid));
    relations.put(oid, relation);
    return relation;
  }

  private List<Attribute> attributes(int relation) {
    int[] captured = {0};
    return rows(
        CatalogSql.ATTRIBUTES,
        row ->
            new Attribute(
                row.getInt("attnum"),
                row.getString("attname"),
                type(
                    (int) row.getLong("atttypid"),
                    row.getInt("atttypmod"),
                    (int) row.getLong("attcollation")),
                !row.getBoolean("not_null"),
                row.getString("generation"),
                row.getBoolean("generated") ? -1 : captured[0]++),
        relation);
  }

  private List<Integer> primaryKey(int relation, List<Attribute> columns) {
    List<Integer> numbers = rows(CatalogSql.PRIMARY_KEY, row -> row.getInt("attnum"), relation);
    List<Integer> key = new ArrayList<>();
    for (int number : numbers) {
      columns.stream()
          .filter(column -> column.number() == number)
          .forEach(column -> key.add(column.captured()));
    }
    return key.contains(-1) ? List.of() : key;
  }

  /** The type with domains resolved: on the wire, values are of the base type. */
  PgType type(int oid, int modifier, int collation) {
    if (Integer.compareUnsigned(oid, CatalogSql.FIRST_UNPINNED_OID) < 0) {
      return new PgType(oid, modifier, collation);
    }
    PgType base = baseTypes.get(oid);
    if (base == null) {
      base =
          one(CatalogSql.BASE_TYPE, row -> new PgType((int) row.getLong(1), row.getInt(2), 0), oid)
              .orElseThrow(() -> missing("type", oid));
      baseTypes.put(oid, base);
    }
    return new PgType(base.oid(), modifier == -1 ? base.modifier() : modifier, collation);
  }

  Collation collation(int oid) {
    Collation known = collations.get(oid);
    if (known == null) {
      known =
          one(
                  CatalogSql.COLLATION,
                  row ->
                      new Collation(
                          oid,
                          row.getString(1),
                          row.getString(2),
                          row.getString(3).charAt(0),
                          Optional.ofNullable(row.getString(4)).orElse(""),
                          row.getBoolean(5)),
                  oid)
              .orElseThrow(() -> missing("collation", oid));
      collations.put(oid, known);
    }
    return known;
  }

  /** A type as a cast takes it; domains as they are. */
  String castName(int oid, int modifier) {
    return one(CatalogSql.CAST_NAME, row -> row.getString(1), oid, (long) modifier).orElseThrow();
  }

  /** A column of a composite type; null if it has none of that number. */
  @Nullable String fieldName(int type, int number) {
    return one(CatalogSql.FIELD_NAME, row -> row.getString(1), type, (long) number).orElse(null);
  }

  /** How many fields of a composite type stand before one, without those that were dropped. */
  int fieldPlace(int type, int number) {
    return one(CatalogSql.FIELD_PLACE, row -> row.getInt(1), type, (long) number).orElseThrow();
  }

  /** The name of a function's result column, counted from 1; null if it has no such one. */
  @Nullable String outputName(int function, int number) {
    List<String> names = rows(CatalogSql.OUTPUT_NAMES, row -> row.getString(1), function);
    return number <= names.size() ? names.get(number - 1) : null;
  }

  /** The types of the columns that a function's OUT parameters make; empty if it has none. */
  List<PgType> outputTypes(int function) {
    return rows(
        CatalogSql.OUTPUT_TYPES,
        row -> {
          if (row.getBoolean(3)) {
            throw Refusals.construct("A function in FROM whose columns are of any type");
          }
          return type((int) row.getLong(1), -1, (int) row.getLong(2));
        },
        function);
  }

  /** The types of a composite type's columns; empty for any other type. */
  List<PgType> fieldTypes(int type) {
    return rows(
        CatalogSql.FIELD_TYPES,
        row -> {
          if (row.getBoolean(4)) {
            throw Refusals.construct("A function in FROM that gives rows with a dropped column");
          }
          return type((int) row.getLong(1), row.getInt(2), (int) row.getLong(3));
        },
        type);
  }

  /** Whether values of the type are rows. */
  boolean isComposite(int type) {
    return type == ServerSyntax.RECORD || !fieldTypes(type).isEmpty();
  }

  /** The default values of a function's last parameters. */
  List<Node> argumentDefaults(int function) {
    return one(
            CatalogSql.ARGUMENT_DEFAULTS,
            row -> {
              constants.add(row.getString(2));
              return NodeReader.readNode("{DEFAULTS :list " + row.getString(1) + "}").nodes("list");
            },
            function)
        .orElse(List.of());
  }

  /** The analysed query of a view. */
  Node viewQuery(int oid) {
    views.add(oid);
    return NodeReader.readNode(
        one(CatalogSql.VIEW_QUERY, row -> row.getString(1), oid)
            .orElseThrow(() -> missing("view", oid)),
        depthMax);
  }

  /** A view's columns: name, type for DDL, type. */
  List<Output> outputs(int view) {
    return rows(
        CatalogSql.OUTPUTS,
        row ->
            new Output(
                row.getString(1),
                row.getString(2),
                type((int) row.getLong(3), row.getInt(4), (int) row.getLong(5))),
        view);
  }

  /** The wire form of a constant of a type that only the server can read. */
  Optional<byte[]> constant(int type, byte[] datum) {
    for (int view : views) {
      rows(CatalogSql.VIEW_TEXT, row -> row.getString(1), view).forEach(constants::add);
    }
    views.clear();
    for (Relation relation : relations.values()) {
      if (relation.columns().stream().anyMatch(column -> column.generation() != null)) {
        rows(CatalogSql.GENERATION_TEXTS, row -> row.getString(1), relation.table().oid())
            .forEach(constants::add);
      }
    }
    List<String> sending =
        one(CatalogSql.SENDING, row -> List.of(row.getString(1), row.getString(2)), type)
            .orElse(List.of());
    try {
      return sending.isEmpty()
          ? Optional.empty()
          : constants.wire(sending.get(0), datum, sending.get(1));
    } catch (SQLException e) {
      throw new CatalogAccessException(e);
    }
  }

  boolean isEnum(int type) {
    return enums.computeIfAbsent(
        type, oid -> one(CatalogSql.IS_ENUM, row -> row.getBoolean(1), oid).orElse(false));
  }

  /** The text of an enum's value. */
  String enumLabel(int oid) {
    return one(CatalogSql.ENUM_LABEL, row -> row.getString(1), oid)
        .orElseThrow(() -> missing("enum value", oid));
  }

  /** The volatility of what a user-defined aggregate calls: that of the unsteadiest function. */
  char aggregateVolatility(int oid) {
    return one(CatalogSql.AGGREGATE_VOLATILITY, row -> row.getString(1).charAt(0), oid)
        .orElseThrow(() -> missing("aggregate", oid));
  }

  /** The type of an array type's elements; 0 of any other type. */
  int elementType(int type) {
    return one(CatalogSql.ELEMENT_TYPE, row -> (int) row.getLong(1), type).orElse(0);
  }

  /** The type of arrays of a type. */
  int arrayType(int element) {
    return one(CatalogSql.ARRAY_TYPE, row -> (int) row.getLong(1), element)
        .filter(oid -> oid != 0)
        .orElseThrow(() -> missing("type of arrays of the type", element));
  }

  /** A type's name for people. */
  String typeName(int oid) {
    return one(CatalogSql.TYPE_NAME, row -> row.getString(1), oid).orElse("unknown");
  }

  /** The order that an ORDER BY item's operator stands for. */
  SortOperator sortOperator(int operator) {
    return one(
            CatalogSql.SORT_OPERATOR,
            row ->
                new SortOperator(
                    row.getBoolean(1),
                    row.getBoolean(2),
                    Optional.ofNullable(row.getString(3)).orElse(""),
                    row.getString(4)),
            operator)
        .orElseThrow(() -> missing("ordering operator", operator));
  }

  /** How a value of one type silently becomes one of the other. */
  Optional<Cast> implicitCast(int from, int to) {
    return one(
        CatalogSql.IMPLICIT_CAST,
        row -> new Cast(row.getString(1).charAt(0), (int) row.getLong(2)),
        from,
        to);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> Optional<T> one(String sql, RowReader<T> reader, Object... parameters) {
    return rows(sql, reader, parameters).stream().findFirst();
  }

  /** All rows; an Integer parameter is an OID. */
  private <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(
            i + 1,
            parameters[i] instanceof Integer oid
                ? (Object) Integer.toUnsignedLong(oid)
                : parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new CatalogAccessException(e);
    }
  }

  private static Procedure procedure(ResultSet row) throws SQLException {
    char kind = row.getString("prokind").charAt(0);
    String name = row.getString("proname");
    List<Integer> argumentTypes =
        Arrays.stream(row.getString("proargtypes").split(" "))
            .filter(text -> !text.isEmpty())
            .map(Integer::parseUnsignedInt)
            .toList();
    return new Procedure(
        new Function(
            (int) row.getLong("oid"),
            row.getString("nspname"),
            name,
            kind == 'a' ? name : row.getString("prosrc"),
            argumentTypes,
            row.getBoolean("proisstrict"),
            row.getString("provolatile").charAt(0)),
        kind,
        row.getBoolean("proretset"),
        row.getLong("provariadic") == CatalogSql.ANY);
  }

  private static IllegalStateException missing(String what, int oid) {
    return new IllegalStateException(
        "PostgreSQL's catalog has no %s with OID %s: it was dropped while the query was analysed"
            .formatted(what, Integer.toUnsignedString(oid)));
  }
}

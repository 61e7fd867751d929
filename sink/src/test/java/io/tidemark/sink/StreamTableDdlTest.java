package io.tidemark.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.fixture.PostgresServer;
import io.tidemark.sink.SinkException.Code;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTableDdlTest {

  private static PostgresServer server;

  private SinkDatabase database;

  @BeforeAll
  static void startServer() throws IOException {
    server = PostgresServer.start(18);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createDatabase() throws SQLException {
    database = new SinkDatabase(server);
  }

  @AfterEach
  void closeDatabase() throws SQLException {
    database.close();
  }

  private static final String COLUMNS =
      "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod)"
          + " || CASE WHEN attnotnull THEN '!' ELSE '' END, ', ' ORDER BY attnum)"
          + " FROM pg_attribute WHERE attnum > 0 AND attrelid = 'public.t'::regclass";

  private static final String INDEXES =
      "SELECT string_agg(regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', ''), ';')"
          + " FROM pg_index WHERE indrelid = 'public.t'::regclass";

  private static final String RELATION = "SELECT 'public.t'::regclass::oid";

  @Test
  void aKeyWithoutNullsIsThePrimaryKey() throws SQLException {
    database.create("t", List.of(1), "a numeric(8,2)", "b int4 NOT NULL", "c text NOT NULL");
    assertEquals("a numeric(8,2), b integer!, c text", database.value(COLUMNS));
    assertEquals("btree (b)", database.value(INDEXES));
    assertEquals(
        "t",
        database.value("SELECT indisprimary FROM pg_index WHERE indrelid = 'public.t'::regclass"));
    assertEquals(
        "{fillfactor=85}",
        database.value("SELECT reloptions FROM pg_class WHERE oid = 'public.t'::regclass"));
    assertTrue(
        database.value("SELECT obj_description('public.t'::regclass)").startsWith("Tidemark"));
  }

  @Test
  void aKeyWithNullsIsUniqueWithNullsEqual() throws SQLException {
    database.create("t", List.of(0, 1), "a int4", "b int4 NOT NULL");
    assertEquals("a integer, b integer", database.value(COLUMNS));
    assertEquals("btree (a, b) NULLS NOT DISTINCT", database.value(INDEXES));
  }

  @Test
  void rowsThatMayRepeatHaveNoColumnMoreButAnIndexOfTheirHash() throws SQLException {
    database.create("t", List.of(), "a int4", "j json", "p money", "s varchar(9)");
    assertEquals("a integer, j json, p money, s character varying(9)", database.value(COLUMNS));
    assertEquals(
        "btree (hash_record_extended(ROW(a, ((j)::text COLLATE \"C\"), ((s)::text COLLATE \"C\")),"
            + " (0)::bigint))",
        database.value(INDEXES));
  }

  @Test
  void adoptsItsOwnTable() throws SQLException {
    StreamTable created = database.create("t", List.of(0), "a int4 NOT NULL", "v text");
    StreamTable adopted = database.create("t", List.of(0), "a int4 NOT NULL", "v text");
    assertEquals(created, adopted);
  }

  @Test
  void mendsAKeyIndexThatWasDropped() throws SQLException {
    database.create("t", List.of(), "a int4");
    database.execute(
        "DO $$ BEGIN EXECUTE 'DROP INDEX public.' || (SELECT indexrelid::regclass"
            + " FROM pg_index WHERE indrelid = 'public.t'::regclass)::text; END $$");
    database.execute("CREATE INDEX users_own ON public.t (a)");
    database.create("t", List.of(), "a int4");
    assertEquals(
        "2", database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'public.t'::regclass"));
    assertEquals(
        "hash_record_extended(ROW(a), 0::bigint)",
        database.value("SELECT pg_get_indexdef(key_index, 1, true) FROM tidemark.stream_table"));
  }

  @Test
  void leavesATableOfSomebodyElseAlone() throws SQLException {
    database.execute("CREATE TABLE public.t (a int PRIMARY KEY, v varchar(3), extra date)");
    database.execute("INSERT INTO public.t VALUES (1, 'x', NULL)");

    SinkException refused =
        assertThrows(
            SinkException.class,
            () -> database.create("t", List.of(0), "a int4 NOT NULL", "v text"));

    assertEquals(Code.TABLE_TAKEN, refused.code());
    assertEquals(
        "public.t exists and is not a stream table of this Tidemark; its columns differ:"
            + " v character varying(3) where the query has v text, extra date is not in the query",
        refused.getMessage());
    assertEquals("1", database.value("SELECT count(*) FROM public.t WHERE v = 'x'"));
    assertEquals("0", database.value("SELECT count(*) FROM tidemark.stream_table"));
    database.ddl.drop(new RelationName("public", "t"));
    assertEquals("1", database.value("SELECT count(*) FROM public.t"));
  }

  @Test
  void aTableThatOnlyLooksLikeOursIsSomebodyElses() throws SQLException {
    database.create("t", List.of(0), "a int4 NOT NULL");
    database.execute("DROP TABLE public.t; CREATE TABLE public.t (a int PRIMARY KEY)");
    assertEquals(
        Code.TABLE_TAKEN,
        assertThrows(SinkException.class, () -> database.create("t", List.of(0), "a int4 NOT NULL"))
            .code());
  }

  @Test
  void createsAgainWhatSomebodyDropped() throws SQLException {
    database.create("t", List.of(0), "a int4 NOT NULL");
    String before = database.value(RELATION);
    database.execute("UPDATE tidemark.stream_table SET state = 'ACTIVE'; DROP TABLE public.t");
    database.create("t", List.of(0), "a int4 NOT NULL");
    assertNotEquals(before, database.value(RELATION));
    assertEquals("CREATING", database.value("SELECT state FROM tidemark.stream_table"));
  }

  @Test
  void aTableMayGetAKeyOrLoseIt() throws SQLException {
    database.create("t", List.of(), "a int4", "b int4");
    database.execute("INSERT INTO t VALUES (1, 2), (2, NULL)");
    String relation = database.value(RELATION);
    database.create("t", List.of(0), "a int4 NOT NULL", "b int4");
    assertEquals(relation, database.value(RELATION));
    String indexes =
        "SELECT string_agg(indisprimary::text, ',') FROM pg_index WHERE indrelid = 't'::regclass";
    assertEquals("true", database.value(indexes));
    database.create("t", List.of(), "a int4", "b int4");
    assertEquals("false", database.value(indexes));
    assertEquals(
        "0",
        database.value(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND attnotnull"));
    database.execute("INSERT INTO t VALUES (1, 2), (NULL, 2)");
    assertEquals("4", database.value("SELECT count(*) FROM t"));
    assertThrows(
        SinkException.class, () -> database.create("t", List.of(0), "a int4 NOT NULL", "b int4"));
    assertEquals("4", database.value("SELECT count(*) FROM t"));
  }

  @Test
  void refusesOtherColumnsOrAnotherKeyForItsOwnTable() throws SQLException {
    database.create("t", List.of(0), "a int4 NOT NULL", "b int4 NOT NULL");
    SinkException columns =
        assertThrows(
            SinkException.class,
            () -> database.create("t", List.of(0), "a int4 NOT NULL", "c int4 NOT NULL"));
    assertEquals(Code.COLUMNS_CHANGED, columns.code());
    assertTrue(columns.getMessage().endsWith("b integer where the query has c integer"));
    SinkException key =
        assertThrows(
            SinkException.class,
            () -> database.create("t", List.of(0, 1), "a int4 NOT NULL", "b int4 NOT NULL"));
    assertEquals(Code.KEY_CHANGED, key.code());
    assertEquals(
        "The stream table public.t has the key (a), its query has (a, b)", key.getMessage());
  }

  @Test
  void dropsItsOwnTableUnlessSomethingDependsOnIt() throws SQLException {
    database.create("t", List.of(0), "a int4 NOT NULL");
    database.execute("CREATE VIEW public.users_view AS SELECT * FROM public.t");
    RelationName name = new RelationName("public", "t");
    assertEquals(
        Code.DEPENDENTS, assertThrows(SinkException.class, () -> database.ddl.drop(name)).code());
    assertEquals("1", database.value("SELECT count(*) FROM tidemark.stream_table"));
    database.execute("DROP VIEW public.users_view");
    database.ddl.drop(name);
    assertEquals(null, database.value("SELECT to_regclass('public.t')"));
    assertEquals("0", database.value("SELECT count(*) FROM tidemark.stream_table"));
  }

  @Test
  void refusesATypeThatIsSentAndNotReceived() throws SQLException {
    database.execute(
        """
        CREATE TYPE odd;
        CREATE FUNCTION odd_in(cstring) RETURNS odd IMMUTABLE STRICT LANGUAGE internal AS 'int4in';
        CREATE FUNCTION odd_out(odd) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal AS 'int4out';
        CREATE FUNCTION odd_send(odd) RETURNS bytea IMMUTABLE STRICT LANGUAGE internal AS 'int4send';
        CREATE TYPE odd (INPUT = odd_in, OUTPUT = odd_out, SEND = odd_send, LIKE = int4)
        """);
    SinkException refused =
        assertThrows(SinkException.class, () -> database.create("t", List.of(), "a public.odd"));
    assertEquals(Code.UNSUPPORTED_TYPE, refused.code());
    assertTrue(refused.getMessage().contains("a of public.t is of type"));
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    SinkException refused =
        assertThrows(
            SinkException.class, () -> database.create("t", List.of(), "a int4", "a int4"));
    assertTrue(refused.getMessage().contains("two columns named 'a'"));
  }

  @Test
  void saysWhichPrivilegeIsMissing() throws SQLException {
    database.execute("REVOKE CREATE ON SCHEMA public FROM tidemark, PUBLIC");
    SinkException refused =
        assertThrows(SinkException.class, () -> database.create("t", List.of(), "a int4"));
    assertEquals(Code.PRIVILEGE, refused.code());
    assertTrue(refused.getMessage().contains("schema public"), refused.getMessage());
    assertTrue(refused.hint().contains("CREATE on the schemas"), refused.hint());
  }

  @Test
  void whatUsersAddKeepsWorking() throws SQLException {
    StreamTable table = database.create("t", List.of(0), "id int4 NOT NULL", "v text");
    database.execute(
        """
        CREATE INDEX ON public.t (v);
        CREATE TABLE public.audit (op text, id int);
        GRANT INSERT ON public.audit TO tidemark;
        CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO public.audit VALUES (TG_OP, coalesce(NEW.id, OLD.id)); RETURN NULL; END $$;
        CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON public.t
          FOR EACH ROW EXECUTE FUNCTION public.note();
        CREATE TABLE public.child (id int REFERENCES public.t ON DELETE CASCADE);
        ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY only_a ON public.t USING (v = 'a');
        DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        GRANT SELECT ON public.t TO reader
        """);
    Frontier frontier = database.merger.acquire("circuit");
    ZSet first = new ZSet();
    for (int id = 1; id <= 3; id++) {
      first.add(new RowBuilder(2).addInt(id).addText(id == 1 ? "a" : "b").build(), 1);
    }
    frontier = database.tick(frontier, table, first).frontier();
    database.execute("INSERT INTO public.child VALUES (2), (3)");
    ZSet second = new ZSet();
    second.add(new RowBuilder(2).addInt(3).addText("b").build(), -1);
    second.add(new RowBuilder(2).addInt(2).addText("b").build(), -1);
    second.add(new RowBuilder(2).addInt(2).addText("c").build(), 1);
    frontier = database.tick(frontier, table, second).frontier();
    try (MergeTransaction tick = database.merger.begin(frontier, 100)) {
      tick.replace(
          table,
          IntStream.of(1, 2)
              .mapToObj(id -> new RowBuilder(2).addInt(id).addText(id == 1 ? "a" : "d").build())
              .iterator());
      tick.commit();
    }

    assertEquals(
        "INSERT 1, INSERT 2, INSERT 3, DELETE 3, UPDATE 2, UPDATE 2",
        database.value("SELECT string_agg(op || ' ' || id, ', ' ORDER BY ctid) FROM public.audit"));
    assertEquals("2", database.value("SELECT string_agg(id::text, ',') FROM public.child"));
    database.execute("SET ROLE reader");
    assertEquals("1", database.value("SELECT count(*) FROM public.t"));
    database.execute("RESET ROLE");
  }
}

package io.tidemark.engine.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.UnsupportedQueryException;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Key encodings and codecs over the edge values, with PostgreSQL's {@code dense_rank} as oracle.
 */
class KeysAndCodecsAgainstPostgresTest {

  private static final CollationRules BYTEWISE = new CollationRules(true);
  private static final int DEFAULT_COLLATION = 100;

  private static Oracle oracle;

  @BeforeAll
  static void start() throws Exception {
    oracle = new Oracle(18);
  }

  @AfterAll
  static void stop() throws Exception {
    oracle.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bool,16",
    "int2,21",
    "int4,23",
    "int8,20",
    "oid,26",
    "float4,700",
    "float8,701",
    "numeric,1700",
    "text,25",
    "varchar,1043",
    "bpchar,1042",
    "name,19",
    "char,18",
    "bytea,17",
    "date,1082",
    "time,1083",
    "timestamp,1114",
    "timestamptz,1184",
    "interval,1186",
    "uuid,2950",
    "money,790",
    "pg_lsn,3220",
    "macaddr,829",
    "macaddr8,774",
    "timetz,1266",
    "inet,869",
    "cidr,650",
    "bit,1560",
    "varbit,1562",
    "tid,27",
    "xid8,5069",
    "int4range,3904",
    "numrange,3906",
    "tsrange,3908",
    "nummultirange,4532",
    "_int4,1007",
    "_text,1009",
    "_numeric,1231",
    "_bool,1000"
  })
  void keysAreEqualAndOrderedAsSqlHasIt(String name, int oid) throws Exception {
    int collation = List.of(25, 1043, 1042, 1009).contains(oid) ? DEFAULT_COLLATION : 0;
    KeyEncoder encoder = KeyEncoder.of(List.of(new PgType(oid, -1, collation)), BYTEWISE);
    assertTrue(encoder.isOrdered());
    List<byte[]> keys = new ArrayList<>();
    List<Integer> ranks = new ArrayList<>();
    oracle.query(
        """
        SELECT dense_rank() OVER (ORDER BY literal::%1$s NULLS LAST),
          encode(%2$s(literal::%1$s), 'hex')
        FROM edge WHERE key = 'type %3$s' ORDER BY i
        """
            .formatted(oracle.typeName(oid), oracle.sendFunction(oid), name),
        row -> {
          ranks.add(row.getInt(1));
          keys.add(encoder.encode(row(row.getString(2))));
        });
    assertTrue(keys.size() > 2, "values of " + name);
    for (int i = 0; i < keys.size(); i++) {
      for (int j = 0; j < keys.size(); j++) {
        assertEquals(
            Integer.signum(Integer.compare(ranks.get(i), ranks.get(j))),
            Integer.signum(Arrays.compareUnsigned(keys.get(i), keys.get(j))),
            "order of values " + i + " and " + j + " of " + name);
        assertFalse(
            keys.get(i).length < keys.get(j).length
                && Arrays.equals(keys.get(i), Arrays.copyOf(keys.get(j), keys.get(i).length)),
            "value " + i + "'s key is a prefix of that of value " + j);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"int2,21,int8,20", "int2,21,int4,23", "int4,23,int8,20", "float4,700,float8,701"})
  void typesOfOneFamilyHaveCommonKeys(String left, int leftOid, String right, int rightOid)
      throws Exception {
    assertTrue(KeyEncoder.isSameFamily(leftOid, rightOid));
    KeyEncoder leftEncoder = KeyEncoder.of(List.of(PgType.of(leftOid)), BYTEWISE);
    KeyEncoder rightEncoder = KeyEncoder.of(List.of(PgType.of(rightOid)), BYTEWISE);
    int[] equal = {0};
    oracle.query(
        """
        SELECT a.literal::%1$s = b.literal::%2$s, encode(%3$s(a.literal::%1$s), 'hex'),
          encode(%4$s(b.literal::%2$s), 'hex')
        FROM edge a, edge b
        WHERE a.key = 'type %1$s' AND b.key = 'type %2$s'
          AND a.literal IS NOT NULL AND b.literal IS NOT NULL
        """
            .formatted(left, right, oracle.sendFunction(leftOid), oracle.sendFunction(rightOid)),
        row -> {
          byte[] a = leftEncoder.encode(row(row.getString(2)));
          byte[] b = rightEncoder.encode(row(row.getString(3)));
          assertEquals(
              row.getBoolean(1),
              Arrays.equals(a, b),
              row.getString(2) + " and " + row.getString(3));
          equal[0] += row.getBoolean(1) ? 1 : 0;
        });
    assertTrue(equal[0] > 1, "some are equal");
  }

  @ParameterizedTest
  @CsvSource({
    "bool,16",
    "int2,21",
    "int4,23",
    "int8,20",
    "oid,26",
    "float4,700",
    "float8,701",
    "numeric,1700",
    "text,25",
    "varchar,1043",
    "bpchar,1042",
    "name,19",
    "char,18",
    "bytea,17",
    "date,1082",
    "time,1083",
    "timestamp,1114",
    "timestamptz,1184",
    "interval,1186",
    "uuid,2950",
    "inet,869",
    "cidr,650",
    "macaddr,829",
    "macaddr8,774",
    "bit,1560",
    "varbit,1562",
    "money,790",
    "xid,28",
    "cid,29",
    "xid8,5069",
    "tid,27",
    "pg_lsn,3220",
    "oidvector,30",
    "_inet,1041",
    "_text,1009",
    "_numeric,1231",
    "_bool,1000"
  })
  void whatIsDecodedIsEncodedToTheSameBytes(String name, int oid) throws Exception {
    TypeCodec codec = TypeCodecs.of(oid);
    for (byte[] bytes : oracle.bytes("type " + name, oid)) {
      if (bytes != null) {
        Row padded = new RowBuilder(2).add(new byte[] {1, 2, 3}).add(bytes).build();
        Object value = codec.decode(padded.bytes(), padded.offset(1), padded.length(1));
        RowBuilder builder = new RowBuilder(1);
        codec.encode(value, builder);
        assertArrayEquals(bytes, builder.build().copy(0), name + " " + value);
      }
    }
  }

  @Test
  void aRowsKeyIsTheKeysOfItsColumns() {
    KeyEncoder encoder = KeyEncoder.of(List.of(PgType.of(25), PgType.of(25)), BYTEWISE);
    Row split = new RowBuilder(2).addText("ab").addText("c").build();
    Row other = new RowBuilder(2).addText("a").addText("bc").build();
    Row nothing = new RowBuilder(2).addText("abc").addNull().build();
    assertFalse(Arrays.equals(encoder.encode(split), encoder.encode(other)));
    assertTrue(Arrays.compareUnsigned(encoder.encode(other), encoder.encode(split)) < 0);
    assertTrue(KeyEncoder.hasNull(nothing));
    assertFalse(KeyEncoder.hasNull(split));
  }

  @Test
  void keysOfJsonbAreEqualAsItsValuesAre() throws Exception {
    KeyEncoder encoder = KeyEncoder.of(List.of(PgType.of(PgType.JSONB)), BYTEWISE);
    assertFalse(encoder.isOrdered());
    int[] equal = {0};
    oracle.query(
        """
        SELECT a.literal::jsonb = b.literal::jsonb, encode(jsonb_send(a.literal::jsonb), 'hex'),
          encode(jsonb_send(b.literal::jsonb), 'hex'), a.literal || ' and ' || b.literal
        FROM edge a, edge b
        WHERE a.key = 'type jsonb' AND b.key = 'type jsonb' AND a.i <> b.i
          AND a.literal IS NOT NULL AND b.literal IS NOT NULL
        """,
        row -> {
          boolean same =
              Arrays.equals(
                  encoder.encode(row(row.getString(2))), encoder.encode(row(row.getString(3))));
          assertEquals(row.getBoolean(1), same, row.getString(4));
          equal[0] += same ? 1 : 0;
        });
    assertTrue(equal[0] > 4, "some are equal");
  }

  @Test
  void textIsOrderedOnlyWhereTheCollationIsKnown() {
    CollationRules unknown = CollationRules.UNKNOWN_DEFAULT;
    assertFalse(KeyEncoder.of(List.of(new PgType(25, -1, 100)), unknown).isOrdered());
    assertTrue(KeyEncoder.of(List.of(new PgType(25, -1, 950)), unknown).isOrdered());
    assertTrue(KeyEncoder.of(List.of(new PgType(25, -1, 100)), BYTEWISE).isOrdered());
    assertThrows(
        UnsupportedQueryException.class,
        () -> KeyEncoder.of(List.of(new PgType(25, -1, 16_400)), BYTEWISE));
  }

  @Test
  void typesWhoseEqualityIsNotKnownAreRefused() {
    for (int oid : new int[] {PgType.JSON, 600, 70_000}) {
      assertThrows(
          UnsupportedQueryException.class, () -> KeyEncoder.of(List.of(PgType.of(oid)), BYTEWISE));
    }
  }

  private static Row row(String hex) {
    RowBuilder builder = new RowBuilder(1);
    return (hex == null ? builder.addNull() : builder.add(HexFormat.of().parseHex(hex))).build();
  }
}

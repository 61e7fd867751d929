package io.tidemark.wal.pgoutput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.row.RowBuilder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {

  private final List<String> events = new ArrayList<>();
  private final PgOutputDecoder decoder = new PgOutputDecoder(new Recorder());

  @Test
  void decodesEveryKindOfMessage() throws IOException {
    messages().forEach(message -> decoder.decode(message, 0));
    assertEquals(
        List.of(
            "begin 7 42",
            "relation 9 s.t d [Column[key=true, name=id, typeOid=23, typeModifier=-1]]",
            "insert 9 ('a', NULL)",
            "update 9 null false ('a', 'b')",
            "update 9 ('k', NULL) false ('a', unchanged)",
            "update 9 ('o', 'p') true ('a', 'b')",
            "delete 9 ('k', NULL) false",
            "delete 9 ('o', 'p') true",
            "truncate [9, 10]",
            "message tidemark 5",
            "commit 7 8"),
        events);
  }

  @Test
  void saysWhichMessageIsCutShort() throws IOException {
    for (byte[] message : messages()) {
      if ("BCMOY".indexOf(message[0]) >= 0) {
        continue; // their tails are not read
      }
      for (int length = 1; length < message.length; length++) {
        byte[] cut = Arrays.copyOf(message, length);
        PgOutputException failure =
            assertThrows(PgOutputException.class, () -> decoder.decode(cut, 0));
        String expected = "pgoutput message '%c' of %d bytes".formatted((char) message[0], length);
        assertTrue(failure.getMessage().startsWith(expected), failure.getMessage());
      }
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertTrue(
        assertThrows(PgOutputException.class, () -> decoder.decode(new byte[] {'S', 0, 0}, 0))
            .getMessage()
            .contains("'S'"));
    byte[] oddKind = {'I', 0, 0, 0, 9, 'N', 0, 1, 'x'};
    assertTrue(
        assertThrows(PgOutputException.class, () -> decoder.decode(oddKind, 0))
            .getMessage()
            .contains("column 0: tuple data of kind 'x'"));
    byte[] longer = {'I', 0, 0, 0, 9, 'N', 0, 1, 'n', 0};
    assertTrue(
        assertThrows(PgOutputException.class, () -> decoder.decode(longer, 0))
            .getMessage()
            .contains("1 bytes follow"));
  }

  @Test
  void failsInNoOtherWayOnDamagedMessages() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      for (byte[] message : messages()) {
        message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        try {
          decoder.decode(message, 0);
        } catch (PgOutputException expected) {
          refused++;
        }
      }
      events.clear();
    }
    assertTrue(refused > 20_000, refused + " were refused");
  }

  private static List<byte[]> messages() throws IOException {
    return List.of(
        message("BL7 L0 I42"),
        message("RI9 Zs Zt Bd S1 B1 Zid I23 I-1"),
        message("II9 BN S2 Va n"),
        message("UI9 BN S2 Va Vb"),
        message("UI9 BK S2 Vk n BN S2 Va u"),
        message("UI9 BO S2 Vo Vp BN S2 Va Vb"),
        message("DI9 BK S2 Vk n"),
        message("DI9 BO S2 Vo Vp"),
        message("TI2 b0 I9 I10"),
        message("Mb1 L5 Ztidemark I0"),
        message("Cb0 L7 L8 L0"));
  }

  /** A type and its fields: L, I, S integers, Z text, B a letter, b a byte, V a value, n and u. */
  private static byte[] message(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(text.charAt(0));
    for (String field : text.substring(1).split(" ")) {
      String value = field.substring(1);
      switch (field.charAt(0)) {
        case 'L' -> out.writeLong(Long.parseLong(value));
        case 'I' -> out.writeInt(Integer.parseInt(value));
        case 'S' -> out.writeShort(Integer.parseInt(value));
        case 'Z' -> out.write((value + "\0").getBytes(StandardCharsets.UTF_8));
        case 'B' -> out.write(value.charAt(0));
        case 'b' -> out.write(Integer.parseInt(value));
        case 'V' -> {
          out.write('b');
          out.writeInt(value.length());
          out.write(value.getBytes(StandardCharsets.UTF_8));
        }
        default -> out.write(field.charAt(0));
      }
    }
    return bytes.toByteArray();
  }

  private final class Recorder implements PgOutputDecoder.Handler {

    @Override
    public void begin(long finalLsn, int xid) {
      events.add("begin " + finalLsn + " " + xid);
    }

    @Override
    public void commit(long commitLsn, long endLsn) {
      events.add("commit " + commitLsn + " " + endLsn);
    }

    @Override
    public void relation(Relation relation) {
      events.add(
          "relation %d %s.%s %c %s"
              .formatted(
                  relation.oid(),
                  relation.schema(),
                  relation.name(),
                  relation.replicaIdentity(),
                  relation.columns()));
    }

    @Override
    public void insert(int relation, Tuple after) {
      events.add("insert " + relation + " " + text(after));
    }

    @Override
    public void update(int relation, @Nullable Tuple before, boolean wholeRow, Tuple after) {
      events.add(
          "update %d %s %b %s"
              .formatted(relation, before == null ? null : text(before), wholeRow, text(after)));
    }

    @Override
    public void delete(int relation, Tuple before, boolean wholeRow) {
      events.add("delete %d %s %b".formatted(relation, text(before), wholeRow));
    }

    @Override
    public void truncate(int[] relations) {
      events.add("truncate " + Arrays.toString(relations));
    }

    @Override
    public void message(String prefix, long lsn) {
      events.add("message " + prefix + " " + lsn);
    }

    private static String text(Tuple tuple) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < tuple.columns(); i++) {
        if (tuple.isUnchanged(i)) {
          values.add("unchanged");
        } else {
          RowBuilder row = new RowBuilder(1);
          tuple.appendTo(row, i);
          String shown = row.build().toString();
          values.add(shown.substring(1, shown.length() - 1));
        }
      }
      return "(" + String.join(", ", values) + ")";
    }
  }
}

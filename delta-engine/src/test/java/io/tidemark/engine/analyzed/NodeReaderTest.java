package io.tidemark.engine.analyzed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.engine.UnsupportedQueryException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeReaderTest {

  @Test
  void readsFieldsOfEveryShape() {
    Node node =
        NodeReader.readNode(
            "({A :number -7 :flag true :none <> :inner {B :x 1} :list ({B :x 2} {B :x 3})"
                + " :oids (o 16 4294967295) :bits (b) :names (\"a\" \"b\\ c\") :nested ((1 2) <>)"
                + " :datum 4 [ -1 0 127 0 0 0 0 0 ] :text :odd\\ name})");
    assertEquals("A", node.tag());
    assertEquals(-7, node.integer("number"));
    assertTrue(node.flag("flag"));
    assertNull(node.nodeOrNull("none"));
    assertEquals(1, node.node("inner").integer("x"));
    assertEquals(3, node.nodes("list").getLast().integer("x"));
    assertEquals(List.of(16, -1), node.integers("oids"));
    assertEquals(List.of(), node.integers("bits"));
    assertEquals(List.of("a", "b c"), node.names("names"));
    assertEquals(2, node.items("nested").size());
    assertArrayEquals(new byte[] {-1, 0, 127, 0, 0, 0, 0, 0}, node.datum("datum").bytes());
    assertEquals(":odd name", node.text("text"));
  }

  @Test
  void namesTheFieldThatIsMissing() {
    Node node = NodeReader.readNode("{VAR :varno 1}");
    NodeFormatException error =
        assertThrows(NodeFormatException.class, () -> node.integer("varattno"));
    assertTrue(error.getMessage().contains("no field varattno in its VAR node"), error::getMessage);
  }

  @Test
  void refusesTextThatIsNotOneNode() {
    for (String text : List.of("", "{A :x", "{A x 1}", "{A :x 1} {B}", "(1 2)", "{A :d 4 [ 1 ")) {
      assertThrows(NodeFormatException.class, () -> NodeReader.readNode(text), text);
    }
  }

  @Test
  void refusesNestingBeforeTheStackOverflows() {
    String text = "{A :x ".repeat(5_000) + "1" + "}".repeat(5_000);
    UnsupportedQueryException error =
        assertThrows(UnsupportedQueryException.class, () -> NodeReader.readNode(text));
    assertTrue(error.getMessage().contains("500"), error::getMessage);
  }
}

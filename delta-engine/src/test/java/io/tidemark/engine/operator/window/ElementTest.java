package io.tidemark.engine.operator.window;

import static io.tidemark.engine.operator.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.state.row.Row;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementTest {

  private static final byte[] KEY = {7, 8, 9};

  @Test
  void givesItsRowBack() {
    for (Row row :
        List.of(
            row(1, "a", "label", null),
            row(null, null, null, null),
            row(1, null, "", "longer than that"),
            row("", "", "", ""))) {
      for (int labels = 0; labels <= 4; labels++) {
        assertEquals(row, Element.row(Element.of(KEY, row, labels), KEY.length));
      }
    }
    assertEquals(Row.EMPTY, Element.row(Element.of(KEY, Row.EMPTY, 0), KEY.length));
  }

  @Test
  void peersStandByTheirBytesWhateverTheirLabelsAre() {
    for (String first : List.of("l", "a longer label")) {
      for (String second : List.of("l", "a longer label")) {
        byte[] smaller = Element.of(KEY, row(1, "b", first), 1);
        byte[] greater = Element.of(KEY, row(1, "c", second), 1);
        assertTrue(Arrays.compareUnsigned(smaller, greater) < 0, first + ", " + second);
      }
    }
  }
}

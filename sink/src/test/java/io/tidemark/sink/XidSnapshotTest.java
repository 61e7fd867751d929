package io.tidemark.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class XidSnapshotTest {

  @Test
  void readsPostgresText() {
    assertEquals(new XidSnapshot(10, 20, Set.of(10L, 14L)), XidSnapshot.parse("10:20:10,14"));
    assertEquals(new XidSnapshot(10, 10, Set.of()), XidSnapshot.parse("10:10:"));
  }

  @Test
  void seesWhatHadEndedWhenItWasTaken() {
    XidSnapshot snapshot = XidSnapshot.parse("10:20:10,14");
    assertTrue(snapshot.sees(9));
    assertFalse(snapshot.sees(10));
    assertTrue(snapshot.sees(11));
    assertFalse(snapshot.sees(14));
    assertTrue(snapshot.sees(19));
    assertFalse(snapshot.sees(20));
    assertFalse(snapshot.sees(21));
  }

  @Test
  void idsOfTheWalHaveNoEpoch() {
    long epoch = 3L << 32;
    XidSnapshot snapshot = XidSnapshot.parse("%d:%d:%d".formatted(epoch - 5, epoch + 7, epoch + 2));
    assertTrue(snapshot.sees(-6)); // 2³² - 6 of the epoch before
    assertTrue(snapshot.sees(-3));
    assertTrue(snapshot.sees(1));
    assertFalse(snapshot.sees(2));
    assertTrue(snapshot.sees(6));
    assertFalse(snapshot.sees(7));
  }
}

package io.tidemark.wal;

import io.tidemark.state.log.ChangeLog;
import io.tidemark.state.log.ChangeLogs.Transaction;
import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.wal.pgoutput.Relation;
import io.tidemark.wal.pgoutput.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Turns one table's messages into self-contained changes in its log: maps published columns to
 * captured ones and finds old rows in the row store. For the reader's thread.
 */
final class CapturedSource {

  private final CapturedTable table;
  private final ChangeLog log;
  private final RowBuilder rows;
  private final RowBuilder keys;

  /**
   * For each captured column its index in the stream's tuples; null until the first Relation
   * message.
   */
  private int @Nullable [] positions;

  private @Nullable String difference;

  CapturedSource(CapturedTable table, ChangeLog log) {
    this.table = table;
    this.log = log;
    this.rows = new RowBuilder(table.columns().size());
    this.keys = new RowBuilder(table.keyColumns().length);
  }

  CapturedTable table() {
    return table;
  }

  ChangeLog log() {
    return log;
  }

  /** Takes the table's description as of the changes that follow. */
  void adopt(Relation relation) {
    positions = null;
    difference = map(relation);
  }

  boolean isDescribed() {
    return positions != null || difference != null;
  }

  /**
   * What in the last description differs from the captured columns so that changes cannot be
   * mapped; null if they can. It matters only to changes that the log accepts: what is older than
   * its snapshot may well have had another shape.
   */
  @Nullable String difference() {
    return difference;
  }

  private @Nullable String map(Relation relation) {
    int[] mapped = new int[table.columns().size()];
    for (int i = 0; i < mapped.length; i++) {
      CapturedTable.Column captured = table.columns().get(i);
      int found = -1;
      for (int j = 0; j < relation.columns().size(); j++) {
        if (relation.columns().get(j).name().equals(captured.name())) {
          found = j;
        }
      }
      if (found < 0) {
        return "column %s was dropped or renamed".formatted(captured.name());
      }
      Relation.Column now = relation.columns().get(found);
      if (now.typeOid() != captured.typeOid() || now.typeModifier() != captured.typeModifier()) {
        return "column %s has another type".formatted(captured.name());
      }
      mapped[i] = found;
    }
    boolean full = relation.replicaIdentity() == 'f';
    if (log.hasRowStore() == full || (!full && !sameKey(relation, mapped))) {
      return "its replica identity was changed";
    }
    positions = mapped;
    return null;
  }

  private boolean sameKey(Relation relation, int[] mapped) {
    boolean[] key = new boolean[relation.columns().size()];
    for (int column : table.keyColumns()) {
      key[mapped[column]] = true;
    }
    for (int j = 0; j < key.length; j++) {
      if (relation.columns().get(j).key() != key[j]) {
        return false;
      }
    }
    return true;
  }

  void insert(Transaction transaction, Tuple after) {
    transaction.insert(log, row(after, null));
  }

  void update(Transaction transaction, @Nullable Tuple before, boolean wholeRow, Tuple after) {
    Row old =
        wholeRow && before != null ? row(before, null) : current(before == null ? after : before);
    transaction.update(log, old, row(after, old));
  }

  void delete(Transaction transaction, Tuple before, boolean wholeRow) {
    transaction.delete(log, wholeRow ? row(before, null) : current(before));
  }

  /** Deletes every current row; false if the log does not know them. */
  boolean truncate(Transaction transaction) {
    if (!log.hasRowStore()) {
      return false;
    }
    log.currentRows().forEachRemaining(row -> transaction.delete(log, row));
    return true;
  }

  private Row current(Tuple keyTuple) {
    for (int column : table.keyColumns()) {
      keyTuple.appendTo(keys, position(column));
    }
    Row key = keys.build();
    Row row = log.current(key);
    if (row == null) {
      throw new SourceException(
          SourceException.Code.STREAM_BROKEN,
          "A change of %s names the key %s, which its row store does not hold"
              .formatted(table.displayName(), key),
          "The source is rebuilt from a new snapshot; if it happens again, please report it.");
    }
    return row;
  }

  private Row row(Tuple tuple, @Nullable Row old) {
    for (int i = 0; i < table.columns().size(); i++) {
      int position = position(i);
      if (tuple.isUnchanged(position)) {
        if (old == null) {
          throw new SourceException(
              SourceException.Code.STREAM_BROKEN,
              "A change of %s leaves out column %s, and there is no old row to take it from"
                  .formatted(table.displayName(), table.columns().get(i).name()),
              "The source is rebuilt from a new snapshot; if it happens again, please report it.");
        }
        rows.add(old, i);
      } else {
        tuple.appendTo(rows, position);
      }
    }
    return rows.build();
  }

  private int position(int column) {
    int[] mapped = positions;
    if (mapped == null) {
      throw new IllegalStateException(
          "a change of " + table.displayName() + " before its description");
    }
    return mapped[column];
  }
}

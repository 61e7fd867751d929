package io.tidemark.server.service;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.ZSet;
import java.util.Iterator;

/** The rows of a Z-set without negative weights, each as often as its weight says. */
final class Copies implements Iterator<Row> {

  private final ZSet content;
  private int entry;
  private long given;

  Copies(ZSet content) {
    this.content = content;
  }

  @Override
  public boolean hasNext() {
    return entry < content.size();
  }

  @Override
  public Row next() {
    Row row = content.row(entry);
    if (++given == content.weight(entry)) {
      entry++;
      given = 0;
    }
    return row;
  }
}

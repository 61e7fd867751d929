package io.tidemark.engine.operator.aggregate;

import io.tidemark.state.row.Row;
import io.tidemark.state.row.RowBuilder;
import io.tidemark.state.row.ZSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose value is dear: it is kept with the group, and computed once after the group
 * has changed, not again before it changes next; and it is foretold, so that many are computed at
 * once.
 *
 * <p>State: the value, and the aggregate's own.
 */
public final class RememberedAggregate implements GroupAggregate {

  private final GroupAggregate aggregate;
  private final RowBuilder builder = new RowBuilder(1);
  private @Nullable Row value; // of the group at hand as it is, if it is known

  public RememberedAggregate(GroupAggregate aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void begin(byte[] group) {
    value = null;
    aggregate.begin(group);
  }

  @Override
  public void open(byte[] group, DataInput stored) throws IOException {
    int length = stored.readInt();
    if (length == 0) {
      value = null;
    } else {
      byte[] bytes = new byte[length];
      stored.readFully(bytes);
      value = Row.wrap(bytes);
    }
    aggregate.open(group, stored);
  }

  @Override
  public void prepare(ZSet rows) {
    aggregate.prepare(rows);
  }

  @Override
  public boolean rehearses() {
    return true;
  }

  @Override
  public void rehearse() {
    if (value == null) {
      aggregate.rehearse();
    }
  }

  @Override
  public void beginRehearsal() {
    aggregate.beginRehearsal();
  }

  @Override
  public void endRehearsal() {
    aggregate.endRehearsal();
  }

  @Override
  public void add(Row input, long weight) {
    value = null;
    aggregate.add(input, weight);
  }

  @Override
  public void result(RowBuilder target) {
    Row known = value;
    if (known == null) {
      builder.reset();
      aggregate.result(builder);
      known = builder.build();
      value = known;
    }
    target.add(known, 0);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Row known = value;
    byte[] bytes = known == null ? new byte[0] : known.bytes();
    out.writeInt(bytes.length);
    out.write(bytes);
    aggregate.save(out);
  }
}

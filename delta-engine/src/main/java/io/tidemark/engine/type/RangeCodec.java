package io.tidemark.engine.type;

import io.tidemark.state.row.RowBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges and multiranges as lists of ranges that are not empty; see {@link RangeOrder}. */
enum RangeCodec implements TypeCodec {
  RANGE {
    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      @Nullable RangeValue range = RangeValue.decode(bytes, offset);
      return range == null ? List.of() : List.of(range);
    }

    @Override
    public void encode(Object value, RowBuilder target) {
      List<RangeValue> ranges = ranges(value);
      target.add(ranges.isEmpty() ? RangeValue.empty() : ranges.getFirst().encode());
    }
  },
  MULTIRANGE {
    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      return RangeValue.decodeMultirange(bytes, offset);
    }

    @Override
    public void encode(Object value, RowBuilder target) {
      target.add(RangeValue.encodeMultirange(ranges(value)));
    }
  };

  @SuppressWarnings("unchecked") // the JVM form of both
  private static List<RangeValue> ranges(Object value) {
    return (List<RangeValue>) value;
  }
}

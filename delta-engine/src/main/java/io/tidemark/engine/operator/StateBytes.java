package io.tidemark.engine.operator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Operators' state to bytes and back; what cannot be read is a fault of the state, not of I/O. */
public final class StateBytes {

  /** Writes one piece of state. */
  @FunctionalInterface
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Reads what the writer of the same operator wrote. */
  @FunctionalInterface
  public interface Reader {
    void read(DataInput in) throws IOException;
  }

  private StateBytes() {}

  public static byte[] write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("an operator's state cannot be written", e);
    }
    return bytes.toByteArray();
  }

  public static void read(byte[] bytes, Reader reader) {
    try {
      reader.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "an operator's state of " + bytes.length + " bytes cannot be read; it is damaged", e);
    }
  }
}

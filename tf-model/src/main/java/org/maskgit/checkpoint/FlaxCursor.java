package org.maskgit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.maskgit.io.DataException;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * A place in a MessagePack file. Every declared length is held against the bytes that remain before
 * anything is made of it.
 */
final class FlaxCursor {
  private static final int MAX_TEXT = 4096;

  private final MappedFile file;
  private final MessageUnpacker in;
  private long base;

  FlaxCursor(MappedFile file) {
    this.file = file;
    this.in = MessagePack.newDefaultUnpacker(new WindowInput(file, 0));
  }

  long position() {
    return base + in.getTotalReadBytes();
  }

  long remaining() {
    return file.size() - position();
  }

  MessageFormat nextFormat() throws IOException {
    return in.getNextFormat();
  }

  /** Passes over {@code length} bytes without reading them. */
  void skip(long length) throws IOException {
    base = position() + require(length, "a payload");
    in.reset(new WindowInput(file, base));
  }

  int mapHeader() throws IOException {
    int entries = in.unpackMapHeader();
    require(2L * entries, "a map");
    return entries;
  }

  int arrayHeader() throws IOException {
    int items = in.unpackArrayHeader();
    require(items, "a list");
    return items;
  }

  /** The header of an extension; its payload follows. */
  ExtensionTypeHeader extension() throws IOException {
    ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
    require(header.getLength(), "an array");
    return header;
  }

  /** The length of a byte string or a text; its bytes follow. */
  int bytesHeader() throws IOException {
    int length =
        in.getNextFormat().getValueType() == ValueType.STRING
            ? in.unpackRawStringHeader()
            : in.unpackBinaryHeader();
    require(length, "a byte string");
    return length;
  }

  /** A name: text, or bytes that are text, as older Flax and Python 2 wrote it. */
  String text() throws IOException {
    int length = bytesHeader();
    if (length > MAX_TEXT) {
      throw error("expected a name, found %d bytes".formatted(length));
    }
    byte[] bytes = in.readPayload(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw error("expected a name in UTF-8, found other bytes");
    }
  }

  long integer() throws IOException {
    return in.unpackLong();
  }

  double number() throws IOException {
    return in.unpackDouble();
  }

  boolean flag() throws IOException {
    return in.unpackBoolean();
  }

  /** Passes over a value that holds no others: nil, a number, text or bytes. */
  void skipValue() throws IOException {
    ValueType type = in.getNextFormat().getValueType();
    if (type == ValueType.STRING || type == ValueType.BINARY) {
      skip(bytesHeader());
    } else {
      in.skipValue();
    }
  }

  DataException error(String found) {
    return new DataException(
        "%s is damaged at byte %d: %s; fetch the file again."
            .formatted(file.name(), position(), found));
  }

  private long require(long length, String what) {
    if (length > remaining()) {
      throw error(
          "%s declares at least %d bytes, but only %d are left in the file"
              .formatted(what, length, remaining()));
    }
    return length;
  }
}

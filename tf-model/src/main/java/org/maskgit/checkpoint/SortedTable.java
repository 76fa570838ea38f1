package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.CodedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.io.DataException;

/**
 * Reads the file format of sorted keys and values that TensorFlow has from LevelDB (<a
 * href="https://github.com/google/leveldb/blob/main/doc/table_format.md">table_format.md</a>), as
 * far as TensorFlow writes it: blocks of entries whose keys leave out what they share with the key
 * before, each block followed by its type and checksum; an index block whose values say where the
 * others lie; a footer of fixed size that says where the index block lies.
 *
 * <p>TensorFlow's own reader is not used because it ends the whole process when a damaged footer
 * tells it a large block size: the allocation fails in native code.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int TRAILER = 5;

  private final MappedFile file;

  private SortedTable(MappedFile file) {
    this.file = file;
  }

  /** A key and what stands under it. */
  record Entry(String key, byte[] value) {}

  /** Where a block lies. */
  private record Handle(long offset, long size) {
    static Handle read(CodedInputStream in) throws IOException {
      return new Handle(in.readRawVarint64(), in.readRawVarint64());
    }
  }

  /** Whether the file ends as a table does. */
  static boolean isTable(MappedFile file) {
    return file.size() >= FOOTER
        && file.slice(file.size() - Long.BYTES, Long.BYTES).getLong(0) == MAGIC;
  }

  static SortedTable of(MappedFile file) {
    return new SortedTable(file);
  }

  /** All entries in the order of their keys. */
  ImmutableList<Entry> read() {
    if (!isTable(file)) {
      throw error("it doesn't end as a checkpoint's index does, it may be truncated");
    }
    try {
      ImmutableList.Builder<Entry> entries = ImmutableList.builder();
      for (Entry block : entries(indexHandle())) {
        entries.addAll(entries(Handle.read(CodedInputStream.newInstance(block.value()))));
      }
      return entries.build();
    } catch (IOException e) {
      throw error("it declares more than it holds");
    }
  }

  /** The second of the footer's handles; the first one's block is always empty. */
  private Handle indexHandle() throws IOException {
    CodedInputStream footer =
        CodedInputStream.newInstance(file.slice(file.size() - FOOTER, FOOTER - Long.BYTES));
    Handle.read(footer);
    return Handle.read(footer);
  }

  private List<Entry> entries(Handle handle) throws IOException {
    ByteBuffer block = block(handle);
    int restarts = block.limit() < Integer.BYTES ? -1 : block.getInt(block.limit() - Integer.BYTES);
    long end = block.limit() - Integer.BYTES * (1L + restarts);
    if (restarts < 0 || end < 0) {
      throw error("a block has no list of restarts");
    }
    CodedInputStream in = CodedInputStream.newInstance(block.slice(0, (int) end));
    List<Entry> entries = new ArrayList<>();
    byte[] key = new byte[0];
    while (!in.isAtEnd()) {
      int shared = in.readRawVarint32();
      int added = in.readRawVarint32();
      int length = in.readRawVarint32();
      if (shared < 0 || shared > key.length) {
        throw error("a key shares more with the one before than that has");
      }
      ByteArrayOutputStream next = new ByteArrayOutputStream();
      next.write(key, 0, shared);
      next.writeBytes(in.readRawBytes(added));
      key = next.toByteArray();
      entries.add(new Entry(new String(key, StandardCharsets.UTF_8), in.readRawBytes(length)));
    }
    return entries;
  }

  private ByteBuffer block(Handle handle) {
    long room = Math.min(file.size() - TRAILER, file.maxSlice() - TRAILER);
    if (handle.size() < 0 || handle.offset() < 0 || handle.size() > room - handle.offset()) {
      throw error("a block lies outside of it");
    }
    int size = (int) handle.size();
    ByteBuffer whole = file.slice(handle.offset(), size + TRAILER);
    if (MaskedCrc.of(whole.slice(0, size + 1)) != whole.getInt(size + 1)) {
      throw error("a block's checksum is wrong");
    }
    if (whole.get(size) != 0) {
      throw error("a block is compressed, which TensorFlow doesn't write");
    }
    return whole.slice(0, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  DataException error(String found) {
    return new DataException(
        "%s is damaged: %s; fetch the checkpoint again.".formatted(file.name(), found));
  }
}

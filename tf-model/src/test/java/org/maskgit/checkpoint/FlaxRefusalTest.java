package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.FlaxBytes.Packing;
import org.maskgit.io.DataException;

/** What is wrong with a Flax file is said in one sentence. */
class FlaxRefusalTest {
  private static void refuses(byte[] file, String... words) {
    assertThatThrownBy(() -> FlaxBytes.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("a.msgpack")
        .hasMessageContainingAll(words);
  }

  private static void refuses(Packing value, String... words) {
    refuses(FlaxBytes.mapOf(value), words);
  }

  @Test
  void complexNumbers() {
    refuses(
        p -> p.packExtensionTypeHeader((byte) 2, 2).writePayload(new byte[2]),
        "expected real numbers",
        "at w",
        "a complex number");
    refuses(p -> FlaxBytes.pack(p, 1, "complex64", 8, 1), "at w", "type complex64");
  }

  @Test
  void elementsOfATypeThatNobodyKnows() {
    refuses(p -> FlaxBytes.pack(p, 1, "float8_e4m3fn", 8, 8), "at w", "type float8_e4m3fn");
    refuses(
        p -> p.packExtensionTypeHeader((byte) 9, 1).writePayload(new byte[1]),
        "the MessagePack extension 9");
  }

  @Test
  void aKeyThatStandsTwice() {
    refuses(
        FlaxBytes.of(
            p -> {
              p.packMapHeader(2).packString("w");
              FlaxBytes.pack(p, 1, "float32", 4, 1);
              p.packString("w");
              FlaxBytes.pack(p, 1, "float32", 4, 1);
            }),
        "at byte 25",
        "the key w stands twice");
  }

  @Test
  void aNameThatStandsTwiceOnceItIsJoined() {
    refuses(
        FlaxBytes.of(
            p -> {
              p.packMapHeader(2).packString("a/b");
              FlaxBytes.pack(p, 1, "float32", 4, 1);
              p.packString("a").packMapHeader(1).packString("b");
              FlaxBytes.pack(p, 1, "float32", 4, 1);
            }),
        "the name a/b stands twice");
  }

  @Test
  void moreThanTheTree() {
    refuses(
        FlaxBytes.of(
            p -> {
              p.packMapHeader(1).packString("w");
              FlaxBytes.pack(p, 1, "float32", 4, 1);
              p.packNil().packNil();
            }),
        "2 bytes follow the tree's end");
  }

  @Test
  void aTreeWithoutArrays() {
    refuses(FlaxBytes.of(p -> p.packMapHeader(0)), "holds no arrays");
    refuses(p -> p.packString("nothing"), "holds no arrays");
  }

  @Test
  void endlessNesting() {
    refuses(
        FlaxBytes.of(
            p -> {
              for (int i = 0; i < 100_000; i++) {
                p.packMapHeader(1).packString("w");
              }
              p.packNil();
            }),
        "nested more than 64 deep");
  }

  @Test
  void listsWhichFlaxWritesAsMaps() {
    refuses(p -> p.packArrayHeader(1).packInt(1), "found a list");
  }

  @Test
  void keysThatAreNoNames() {
    refuses(
        FlaxBytes.of(p -> p.packMapHeader(1).packString("x".repeat(5000)).packNil()),
        "expected a name, found 5000 bytes");
    refuses(
        FlaxBytes.of(
            p -> {
              p.packMapHeader(1).packRawStringHeader(2).writePayload(new byte[] {'a', -1});
              p.packNil();
            }),
        "expected a name in UTF-8");
    refuses(
        FlaxBytes.of(
            p -> {
              p.packMapHeader(2).packString("w").packNil().packInt(1).packNil();
            }),
        "no MessagePack as Flax writes it");
  }

  @Test
  void sizesLargerThanTheFile() {
    refuses(
        p -> p.packMapHeader(1_000_000_000),
        "a map declares at least 2000000000 bytes, but only 0 are left");
    refuses(
        FlaxBytes.of(p -> p.packMapHeader(1).packRawStringHeader(2_000_000_000)), "byte string");
    refuses(p -> p.packBinaryHeader(2_000_000_000), "byte string", "2000000000 bytes");
    refuses(p -> p.packExtensionTypeHeader((byte) 1, 2_000_000_000), "an array declares");
    refuses(
        FlaxBytes.of(
            p ->
                p.packMapHeader(1)
                    .packString("w")
                    .addPayload(new byte[] {(byte) 0xdf, -1, -1, -1, -1})),
        "no MessagePack");
    refuses(extension(FlaxBytes.of(p -> p.packArrayHeader(3).packArrayHeader(1_000_000))), "list");
    refuses(
        extension(
            FlaxBytes.of(
                p -> {
                  p.packArrayHeader(3).packArrayHeader(1).packInt(4).packString("uint8");
                  p.packBinaryHeader(4);
                })),
        "a byte string declares at least 4 bytes, but only 0 are left");
  }

  private static Packing extension(byte[] payload) {
    return p -> p.packExtensionTypeHeader((byte) 1, payload.length).writePayload(payload);
  }

  @Test
  void arraysWhoseBytesDontFitTheirShape() {
    refuses(p -> FlaxBytes.pack(p, 1, "float32", 12, 4), "float32 [4] takes 16 bytes, found 12");
    refuses(p -> FlaxBytes.pack(p, 1, "float32", 12, -3), "the dimension -3");
    refuses(
        p -> FlaxBytes.pack(p, 1, "int8", 0, Long.MAX_VALUE, Long.MAX_VALUE),
        "takes too many bytes, found 0");
    refuses(p -> FlaxBytes.pack(p, 1, "int8", 1, new long[33]), "33 dimensions");
  }

  @Test
  void arraysThatEndElsewhereThanTheirExtension() {
    byte[] payload = FlaxBytes.array("int8", new byte[4], 4);
    refuses(
        p ->
            p.packExtensionTypeHeader((byte) 1, payload.length + 1).writePayload(payload).packNil(),
        "an array ends elsewhere than its extension");
    refuses(
        p -> p.packExtensionTypeHeader((byte) 1, payload.length - 1).writePayload(payload),
        "run past its extension's end");
    refuses(
        extension(FlaxBytes.of(p -> p.packArrayHeader(2).packArrayHeader(0).packString("int8"))),
        "found 2 parts");
  }

  @Test
  void chunkedArraysThatAreNotWhole() {
    refuses(chunked(6, "0", "1"), "hold 8 bytes, which isn't what its shape takes");
    refuses(chunked(-8, "0", "1"), "isn't what its shape takes");
    refuses(chunked(8, "0", "2"), "item 1 of a chunked array's list is missing");
    refuses(chunked(8), "has no chunks");
    refuses(
        p -> p.packMapHeader(1).packString("__msgpack_chunked_array__").packBoolean(true),
        "lacks its shape or its chunks");
  }

  /** An array of {@code size} bytes in chunks of four. */
  private static Packing chunked(int size, String... chunks) {
    return p -> {
      p.packMapHeader(3).packString("__msgpack_chunked_array__").packBoolean(true);
      p.packString("shape").packMapHeader(1).packString("0").packInt(size);
      p.packString("chunks").packMapHeader(chunks.length);
      for (String chunk : chunks) {
        p.packString(chunk);
        FlaxBytes.pack(p, 1, "uint8", 4, 4);
      }
    };
  }
}

package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of TensorFlow's files: CRC-32C, turned and shifted so that sums of sums differ. */
final class MaskedCrc {
  private static final int DELTA = 0xa282ead8;
  private static final int TURN = 15;

  private MaskedCrc() {}

  static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return Integer.rotateRight((int) crc.getValue(), TURN) + DELTA;
  }
}

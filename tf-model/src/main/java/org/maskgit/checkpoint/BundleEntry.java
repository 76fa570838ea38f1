package org.maskgit.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What the index says of one tensor: the message {@code BundleEntryProto} of TensorFlow's {@code
 * tensor_bundle.proto}, for which TensorFlow Java has no class. Fields that stand at zero are left
 * out of the message.
 *
 * @param type the element type
 * @param shape the dimensions, not yet checked
 * @param shard the number of the data file
 * @param offset where in it the tensor begins
 * @param size its bytes
 * @param crc their masked checksum
 * @param sliced whether it is stored in slices, under other keys
 */
record BundleEntry(
    DataType type, long[] shape, long shard, long offset, long size, int crc, boolean sliced) {
  private static final int TYPE = 1;
  private static final int SHAPE = 2;
  private static final int SHARD = 3;
  private static final int OFFSET = 4;
  private static final int SIZE = 5;
  private static final int CRC = 6;
  private static final int SLICES = 7;

  static BundleEntry parse(byte[] message) throws InvalidProtocolBufferException {
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(message);
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (var part : fields.getField(SHAPE).getLengthDelimitedList()) {
      shape.mergeFrom(part);
    }
    DataType type = DataType.forNumber((int) last(fields, TYPE));
    return new BundleEntry(
        type == null ? DataType.UNRECOGNIZED : type,
        shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray(),
        last(fields, SHARD),
        last(fields, OFFSET),
        last(fields, SIZE),
        fields.getField(CRC).getFixed32List().stream().reduce(0, (first, next) -> next),
        !fields.getField(SLICES).getLengthDelimitedList().isEmpty());
  }

  /** A number of the message; of several the last one counts. */
  static long last(UnknownFieldSet fields, int number) {
    return fields.getField(number).getVarintList().stream().reduce(0L, (first, next) -> next);
  }
}

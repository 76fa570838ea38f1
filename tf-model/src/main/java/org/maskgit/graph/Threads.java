package org.maskgit.graph;

import org.tensorflow.proto.ConfigProto;

/**
 * How many threads TensorFlow's sessions take: one a core inside an operation. The first session of
 * a process fixes it for all, so every one is opened with these settings.
 */
final class Threads {
  private Threads() {}

  static ConfigProto settings() {
    return ConfigProto.getDefaultInstance();
  }
}

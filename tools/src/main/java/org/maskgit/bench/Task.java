package org.maskgit.bench;

/** Work that is done again and again in this process. */
interface Task extends AutoCloseable {
  /** What a go without anything to compare answers in place of a digest. */
  String NO_DIGEST = "-";

  /** Does the work without being measured, until another time takes no longer. */
  void warmUp();

  /** Does the work once; returns the digest of what came out. */
  String run(int number);

  @Override
  void close();
}

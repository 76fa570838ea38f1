package org.maskgit;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.image.Image;
import org.maskgit.sampler.TokensToLogits;

/** What a pair of transformer and tokenizer can do, wherever their weights are. */
interface Networks extends TokensToLogits, AutoCloseable {
  int[][] encode(List<Image> images);

  ImmutableList<Image> decode(int[][] tokens);

  int grid();

  int imageSize();

  int classes();

  int codebookSize();

  @Override
  void close();
}

package org.maskgit;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.image.Image;
import org.maskgit.sampler.TokensToLogits;
import org.maskgit.transformer.ClassNames;

/** What a pair of transformer and tokenizer can do, wherever their weights are. */
interface Networks extends TokensToLogits, AutoCloseable {
  int[][] encode(List<Image> images);

  ImmutableList<Image> decode(int[][] tokens);

  int grid();

  int imageSize();

  int classes();

  Optional<ClassNames> classNames();

  OptionalInt unconditionalToken();

  int codebookSize();

  @Override
  void close();
}

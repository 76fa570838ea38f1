package org.maskgit;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.graph.Execution;
import org.maskgit.image.Image;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.transformer.ClassNames;
import org.maskgit.transformer.TransformerModel;

/**
 * The networks of this project with the weights of checkpoints.
 *
 * @param transformer from tokens to logits
 * @param tokenizer between images and tokens
 */
record WeightNetworks(TransformerModel transformer, TokenizerModel tokenizer) implements Networks {

  static WeightNetworks load(Path transformer, Path tokenizer, Execution execution) {
    Checkpoint weights = Checkpoint.open(transformer, ModelKind.TRANSFORMER);
    TokenizerModel tokenizerModel =
        TokenizerModel.load(Checkpoint.open(tokenizer, ModelKind.TOKENIZER), execution);
    try {
      int codebookSize = tokenizerModel.config().codebookSize();
      return new WeightNetworks(
          TransformerModel.load(weights, codebookSize, execution), tokenizerModel);
    } catch (RuntimeException | Error e) {
      tokenizerModel.close();
      throw e;
    }
  }

  @Override
  public float[] logits(int[][] tokens) {
    return transformer.logits(tokens);
  }

  @Override
  public int[][] encode(List<Image> images) {
    return tokenizer.encode(images);
  }

  @Override
  public ImmutableList<Image> decode(int[][] tokens) {
    return tokenizer.decode(tokens);
  }

  @Override
  public int grid() {
    return transformer.config().grid();
  }

  @Override
  public int imageSize() {
    return grid() * tokenizer.config().factor();
  }

  @Override
  public int classes() {
    return transformer.classes();
  }

  @Override
  public Optional<ClassNames> classNames() {
    return transformer.classNames();
  }

  @Override
  public OptionalInt unconditionalToken() {
    return transformer.unconditionalToken();
  }

  @Override
  public int codebookSize() {
    return tokenizer.config().codebookSize();
  }

  @Override
  public void close() {
    transformer.close();
    tokenizer.close();
  }
}

package org.maskgit;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.graph.Execution;
import org.maskgit.image.Image;
import org.maskgit.sampler.FirstStepCache;
import org.maskgit.sampler.TokensToLogits;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tokenizer.TorchNames;
import org.maskgit.transformer.ClassNames;
import org.maskgit.transformer.TransformerModel;

/**
 * The networks of this project with the weights of checkpoints.
 *
 * @param transformer from tokens to logits
 * @param tokenizer between images and tokens
 * @param predictor the transformer with a memory of first steps
 */
record WeightNetworks(
    TransformerModel transformer, TokenizerModel tokenizer, TokensToLogits predictor)
    implements Networks {

  static WeightNetworks load(Path transformer, Path tokenizer, Execution execution) {
    Checkpoint weights = Checkpoint.open(transformer, ModelKind.TRANSFORMER);
    Checkpoint tokenizerWeights =
        TorchNames.toFlax(Checkpoint.open(tokenizer, ModelKind.TOKENIZER));
    int codebookSize = TokenizerConfig.of(tokenizerWeights).codebookSize();
    // Both at once: one copies its weights while the other's graph is built.
    CompletableFuture<TokenizerModel> loading =
        CompletableFuture.supplyAsync(() -> TokenizerModel.load(tokenizerWeights, execution));
    try {
      TransformerModel transformerModel = TransformerModel.load(weights, codebookSize, execution);
      try {
        return new WeightNetworks(
            transformerModel,
            await(loading),
            FirstStepCache.of(transformerModel::logits, FirstStepCache.DEFAULT_BYTES));
      } catch (RuntimeException | Error e) {
        transformerModel.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      CompletableFuture<Void> unused = loading.thenAccept(TokenizerModel::close);
      throw e;
    }
  }

  /** Waits for what another thread loads, and throws what it threw. */
  private static <T> T await(CompletableFuture<T> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw e;
    }
  }

  @Override
  public float[] logits(int[][] tokens) {
    return predictor.logits(tokens);
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

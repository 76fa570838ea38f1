package org.maskgit.tools.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.data.TokenManifest;
import org.maskgit.data.TokenShards;
import org.maskgit.editing.InputTokens;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.PerImageNoise;
import org.maskgit.sampler.Sampling;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.training.MaskedBatch;
import org.maskgit.training.Masking;
import org.maskgit.training.TokenBatch;
import org.maskgit.training.TransformerTrainer;

/** What a transformer in training makes of fixed seeds, and its loss on held-out tokens. */
final class GeneratedSamples implements RunReporter.SampleMaker, AutoCloseable {
  private static final int SHOWN = 36;
  private static final int STEPS = 12;
  private static final int MEASURED = 256;

  private final TransformerTrainer trainer;
  private final Optional<TokenizerModel> tokenizer;
  private final Optional<MaskedBatch> heldOut;

  private GeneratedSamples(
      TransformerTrainer trainer,
      Optional<TokenizerModel> tokenizer,
      Optional<MaskedBatch> heldOut) {
    this.trainer = trainer;
    this.tokenizer = tokenizer;
    this.heldOut = heldOut;
  }

  /** Opens what the settings name. */
  static GeneratedSamples of(
      TransformerTrainer trainer, TransformerRun settings, TokenManifest manifest) {
    Optional<MaskedBatch> heldOut =
        named(settings.heldOut())
            .map(TokenShards::open)
            .map(shards -> masked(requireSame(shards, manifest), trainer));
    Optional<TokenizerModel> tokenizer =
        named(settings.tokenizer()).map(file -> tokenizer(file, manifest));
    return new GeneratedSamples(trainer, tokenizer, heldOut);
  }

  private static Optional<Path> named(String setting) {
    return setting.isEmpty() ? Optional.empty() : Optional.of(Path.of(setting));
  }

  private static TokenShards requireSame(TokenShards heldOut, TokenManifest manifest) {
    TokenManifest other = heldOut.manifest();
    if (!other.tokenizerSha256().equals(manifest.tokenizerSha256())
        || other.grid() != manifest.grid()
        || !other.classNames().equals(manifest.classNames())) {
      throw new DataException(
          "Expected held-out tokens of the same tokenizer, grid and classes as the training's, found those of %s; tokenize both alike."
              .formatted(other.source()));
    }
    return heldOut;
  }

  private static TokenizerModel tokenizer(Path file, TokenManifest manifest) {
    String sha256 = ModelFile.of(file).sha256();
    if (!sha256.equals(manifest.tokenizerSha256())) {
      throw new DataException(
          "%s: expected the tokenizer of these tokens, with SHA-256 %s, found %s; name the one that made them."
              .formatted(file, manifest.tokenizerSha256(), sha256));
    }
    return TokenizerModel.load(Checkpoint.open(file, ModelKind.TOKENIZER));
  }

  /** Always the same images with the same masks. */
  private static MaskedBatch masked(TokenShards shards, TransformerTrainer trainer) {
    int[] indices =
        IntStream.range(0, Math.min(MEASURED, shards.size()))
            .map(i -> (int) ((long) i * shards.size() / Math.min(MEASURED, shards.size())))
            .toArray();
    TokenBatch batch =
        new TokenBatch(
            IntStream.of(indices).mapToObj(shards::tokens).toArray(int[][]::new),
            IntStream.of(indices).map(shards::label).toArray());
    return new Masking(trainer.config()).mask(batch, trainer.config().seed(), 0);
  }

  @Override
  public RunReporter.Samples make() {
    ImmutableMap.Builder<String, Float> scalars = ImmutableMap.builder();
    heldOut.ifPresent(batch -> scalars.put("held_out_loss", trainer.evaluate(batch)));
    return new RunReporter.Samples(
        tokenizer.map(this::pictures).orElse(List.of()), scalars.buildOrThrow());
  }

  private List<RgbImage> pictures(TokenizerModel decoder) {
    int classes = trainer.config().model().classes();
    int[] labels = IntStream.range(0, SHOWN).map(i -> i % classes).toArray();
    int[][] masked =
        InputTokens.masked(
            labels, trainer.config().model().codebookSize(), trainer.config().model().tokens());
    Sampling sampling =
        ConfidenceSampler.of(STEPS)
            .sample(
                masked,
                new PerImageNoise(PrngLayout.LEGACY, PrngKey.of(trainer.config().seed()), 0),
                trainer::logits,
                step -> {});
    return decoder.decode(sampling.tokens()).stream()
        .map(image -> image.toRgb())
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() {
    tokenizer.ifPresent(TokenizerModel::close);
  }
}

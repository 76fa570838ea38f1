package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.SeedPath;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.Guidance;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.sampler.Sampler;

/**
 * What to generate. Immutable; start from {@link #of} and change what differs.
 *
 * @param labels the class of each image of the batch, from 0
 * @param seed the key of the batch's noise; {@code 42} is JAX's {@code PRNGKey(42)}
 * @param layout how JAX lays out its random bits
 * @param noise whether the batch or each image has a stream of noise
 * @param sampler how the masked tokens are filled
 * @param guidance how strongly each step is guided towards the class
 * @param inputTokens the tokens to start from, one row for each label, without the class position,
 *     −1 = masked; empty to start with everything masked
 * @param firstImage the number of the first image; each image's stream of noise is that of its
 *     number
 */
public record GenerateRequest(
    ImmutableIntArray labels,
    SeedPath seed,
    PrngLayout layout,
    NoiseMode noise,
    Sampler sampler,
    Guidance guidance,
    ImmutableList<ImmutableIntArray> inputTokens,
    int firstImage) {

  /** Steps of the paper's Table 1 at 256×256. */
  public static final int DEFAULT_STEPS = 8;

  /**
   * Checks that labels and input tokens belong together.
   *
   * @param labels at least one
   * @param seed any
   * @param layout any
   * @param noise any
   * @param sampler any
   * @param guidance any
   * @param inputTokens none, or one row for each label
   * @param firstImage at least 0; 0 with the noise of the batch
   * @throws IllegalArgumentException if there are no labels, another number of rows, or numbers
   *     without streams of their own
   */
  public GenerateRequest {
    checkArgument(!labels.isEmpty(), "expected at least one label, found none");
    checkArgument(
        inputTokens.isEmpty() || inputTokens.size() == labels.length(),
        "expected one row of input tokens for each of %s labels, found %s",
        labels.length(),
        inputTokens.size());
    checkArgument(
        firstImage == 0 || (firstImage > 0 && noise == NoiseMode.PER_IMAGE),
        "expected images that are numbered from 0, or noise per image, found %s with noise of the %s",
        firstImage,
        noise);
  }

  /**
   * Asks for one image of each label with the paper's settings: 8 steps, cosine schedule, choice
   * temperature 4.5, seed 0, legacy layout, the batch's noise, no guidance.
   *
   * @param labels the class of each image
   * @return the request
   */
  public static GenerateRequest of(int... labels) {
    return new GenerateRequest(
        ImmutableIntArray.copyOf(labels),
        SeedPath.of(0),
        PrngLayout.LEGACY,
        NoiseMode.BATCH,
        ConfidenceSampler.of(DEFAULT_STEPS),
        Guidance.NONE,
        ImmutableList.of(),
        0);
  }

  /**
   * Changes the seed.
   *
   * @param path {@code 42} for {@code PRNGKey(42)}, {@code 42/1} for child 1 of its split
   * @return the changed request
   * @throws IllegalArgumentException if the path can't be read
   */
  public GenerateRequest withSeed(String path) {
    return withSeed(SeedPath.parse(path));
  }

  /**
   * Changes the seed.
   *
   * @param path a seed and children of its splits
   * @return the changed request
   */
  public GenerateRequest withSeed(SeedPath path) {
    return new GenerateRequest(
        labels, path, layout, noise, sampler, guidance, inputTokens, firstImage);
  }

  /**
   * Changes the layout of the random bits.
   *
   * @param layout legacy, as published, or partitionable, the default of JAX since 0.5.0
   * @return the changed request
   */
  public GenerateRequest withLayout(PrngLayout layout) {
    return new GenerateRequest(
        labels, seed, layout, noise, sampler, guidance, inputTokens, firstImage);
  }

  /**
   * Changes the sampler.
   *
   * @param sampler such as {@code ConfidenceSampler.of(12)}
   * @return the changed request
   */
  public GenerateRequest withSampler(Sampler sampler) {
    return new GenerateRequest(
        labels, seed, layout, noise, sampler, guidance, inputTokens, firstImage);
  }

  /**
   * Changes what the images share of the seed.
   *
   * @param mode {@link NoiseMode#BATCH}, as published, or {@link NoiseMode#PER_IMAGE}, which gives
   *     an image the same tokens in a batch of any size
   * @return the changed request
   */
  public GenerateRequest withNoise(NoiseMode mode) {
    return new GenerateRequest(
        labels, seed, layout, mode, sampler, guidance, inputTokens, firstImage);
  }

  /**
   * Changes the guidance.
   *
   * @param guidance such as {@code Guidance.linear(3)}; it needs weights with an unconditional
   *     class, see {@link MaskGit#unconditionalClass()}
   * @return the changed request
   */
  public GenerateRequest withGuidance(Guidance guidance) {
    return new GenerateRequest(
        labels, seed, layout, noise, sampler, guidance, inputTokens, firstImage);
  }

  /**
   * Changes the tokens to start from.
   *
   * @param tokens [batch][grid²], −1 = masked; copied
   * @return the changed request
   * @throws IllegalArgumentException if there is not one row for each label
   */
  public GenerateRequest withInputTokens(int[][] tokens) {
    ImmutableList<ImmutableIntArray> rows =
        Arrays.stream(tokens)
            .map(ImmutableIntArray::copyOf)
            .collect(ImmutableList.toImmutableList());
    return new GenerateRequest(labels, seed, layout, noise, sampler, guidance, rows, firstImage);
  }

  /**
   * Changes the number of the first image.
   *
   * @param number at least 0; the images are numbered from it, and each has the noise of its number
   * @return the changed request
   * @throws IllegalArgumentException if the noise is the batch's and the number isn't 0
   */
  public GenerateRequest withFirstImage(int number) {
    return new GenerateRequest(labels, seed, layout, noise, sampler, guidance, inputTokens, number);
  }

  /**
   * Changes the labels, and leaves the input tokens out.
   *
   * @param labels the class of each image, at least one
   * @return the changed request
   */
  public GenerateRequest withLabels(ImmutableIntArray labels) {
    return new GenerateRequest(
        labels, seed, layout, noise, sampler, guidance, ImmutableList.of(), firstImage);
  }
}

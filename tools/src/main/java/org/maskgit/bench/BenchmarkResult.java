package org.maskgit.bench;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Throwables;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.maskgit.io.DataException;

/**
 * One benchmark, as it is written to a JSON file.
 *
 * @param date of the run, ISO 8601
 * @param machine processor, memory, system and Java in words
 * @param model the names of the model's files; empty for work without a model
 * @param settings the work
 * @param gigaFlops floating-point operations of one go, in thousand millions, of the networks as
 *     they are written down: what an implementation leaves out counts as done
 * @param reference the name of the variant that the others are compared with
 * @param roof a go of {@link Work#ROOF} in each round
 * @param variants in the order they were named
 */
public record BenchmarkResult(
    String date,
    List<String> machine,
    List<String> model,
    WorkSettings settings,
    double gigaFlops,
    String reference,
    List<Sample> roof,
    List<VariantResult> variants) {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /**
   * What was seen of one variant.
   *
   * @param name as it was named
   * @param words the options or the command
   * @param about what its worker said of itself
   * @param samples one of each round
   * @param memory the peaks of its process
   */
  public record VariantResult(
      String name, String words, String about, List<Sample> samples, Memory memory) {

    /**
     * Returns the times of all rounds.
     *
     * @return seconds
     */
    public List<Double> seconds() {
      return samples.stream().map(Sample::seconds).collect(toImmutableList());
    }
  }

  /**
   * Reads one.
   *
   * @param json what {@link #toJson} wrote
   * @param source what to call it in errors
   * @return the benchmark
   * @throws DataException if it is something else
   */
  public static BenchmarkResult parse(String json, String source) {
    try {
      BenchmarkResult result = GSON.fromJson(json, BenchmarkResult.class);
      if (result != null && result.settings != null && result.variants != null) {
        return result;
      }
    } catch (RuntimeException e) {
      // Also what a record refuses, which Gson wraps.
      String reason = Throwables.getRootCause(e).getMessage();
      throw new DataException("%s: %s.".formatted(source, reason), e);
    }
    throw new DataException(
        "%s: expected what 'maskgit bench run --output' writes, found other JSON."
            .formatted(source));
  }

  /**
   * Writes it down.
   *
   * @return a JSON object with this record's names
   */
  public String toJson() {
    return GSON.toJson(this);
  }

  /**
   * Returns the variant that the others are compared with.
   *
   * @return the one named {@link #reference}
   */
  public VariantResult referenceVariant() {
    return variants.stream()
        .filter(variant -> variant.name().equals(reference))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Computes how many times as fast as the reference a variant is, in each round.
   *
   * @param variant one of the variants
   * @return the reference's seconds over its own
   */
  public List<Double> speedups(VariantResult variant) {
    List<Double> times = variant.seconds();
    List<Double> references = referenceVariant().seconds();
    return IntStream.range(0, times.size())
        .mapToObj(round -> references.get(round) / times.get(round))
        .collect(toImmutableList());
  }

  /**
   * Computes the speed of the machine's matrix products.
   *
   * @return the median of the rounds, in GFLOP/s
   */
  public double roofGigaFlops() {
    return RoofTask.FLOPS / 1e9 / Statistics.median(roof.stream().map(Sample::seconds).toList());
  }

  /**
   * Says whether a variant made the same tokens as the reference in every round.
   *
   * @param variant one of the variants
   * @return true if all digests are equal
   */
  public boolean sameTokens(VariantResult variant) {
    return digests(variant).equals(digests(referenceVariant()));
  }

  private static List<String> digests(VariantResult variant) {
    return variant.samples().stream().map(Sample::digest).toList();
  }
}

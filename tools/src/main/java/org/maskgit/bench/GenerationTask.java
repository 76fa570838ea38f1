package org.maskgit.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.bench.WorkSettings.Draw;
import org.maskgit.sampler.ConfidenceSampler;

/** Pictures as {@code maskgit generate} makes them: tokens, then pixels. */
final class GenerationTask implements Task {
  private final MaskGit maskgit;
  private final WorkSettings settings;

  GenerationTask(MaskGit maskgit, WorkSettings settings) {
    this.maskgit = maskgit;
    this.settings = settings;
  }

  @Override
  public void warmUp() {
    Draw draw = settings.draws(0, maskgit.classes()).get(0);
    generate(draw);
    if (settings.work() != Work.BATCH) { // a batch takes long enough to settle by itself
      generate(draw);
    }
  }

  @Override
  public String run(int number) {
    CRC32 digest = new CRC32();
    for (Draw draw : settings.draws(number, maskgit.classes())) {
      for (int[] tokens : generate(draw).sampling().tokens()) {
        digest.update(littleEndian(tokens));
      }
    }
    return "%08x".formatted(digest.getValue());
  }

  private Generation generate(Draw draw) {
    int[] labels = new int[draw.count()];
    Arrays.fill(labels, draw.label());
    return maskgit.generate(
        GenerateRequest.of(labels)
            .withSeed(Integer.toString(draw.seed()))
            .withSampler(ConfidenceSampler.of(settings.steps())));
  }

  private static byte[] littleEndian(int[] tokens) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tokens.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(tokens);
    return bytes.array();
  }

  @Override
  public void close() {
    maskgit.close();
  }
}

package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.maskgit.data.TokenManifest;
import org.maskgit.training.ModelConfig;
import org.maskgit.training.TrainingConfig;
import org.maskgit.training.loop.LoopConfig;

/**
 * The {@code run.json} of a transformer's training.
 *
 * @param data the tokens to train with; they decide on codebook, classes and tokens of the network
 * @param heldOut other tokens, whose loss is looked at; empty for none
 * @param tokenizer the tokenizer's file, to see samples with; empty for none
 * @param init weights to begin with; empty to begin with random ones
 * @param training the training
 * @param loop when checkpoints, samples and lines of progress are made
 */
public record TransformerRun(
    String data,
    String heldOut,
    String tokenizer,
    String init,
    TrainingConfig training,
    LoopConfig loop) {
  /** The presets by name. */
  static final ImmutableMap<String, TransformerRun> PRESETS =
      ImmutableMap.copyOf(
          Maps.transformValues(
              TrainingConfig.PRESETS,
              training -> new TransformerRun("", "", "", "", training, LoopConfig.DEFAULT)));

  /** The same with the codebook, classes and tokens of its data. */
  TransformerRun fitTo(TokenManifest manifest) {
    ModelConfig model = training.model();
    ModelConfig fitted =
        new ModelConfig(
            manifest.codebookSize(),
            manifest.classNames().size(),
            manifest.tokens(),
            model.hiddenSize(),
            model.layers(),
            model.heads(),
            model.mlpSize(),
            model.dropout());
    return new TransformerRun(data, heldOut, tokenizer, init, training.withModel(fitted), loop);
  }
}

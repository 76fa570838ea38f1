package org.maskgit.tokenizer.training;

import org.maskgit.io.ConfigJson;

/** Trainings of tiny tokenizers. */
final class TinyTokenizers {
  /** Nobody judges the reconstructions: the generator's steps alone. */
  static final TokenizerTrainingConfig ALONE =
      changed(TokenizerTrainingConfig.TESTING, "{'adversary': {'weight': 0, 'leCamWeight': 0}}");

  private TinyTokenizers() {}

  /** A training that differs from another in what an object of JSON says, with quotes like '. */
  static TokenizerTrainingConfig changed(TokenizerTrainingConfig config, String json) {
    return ConfigJson.read(
        ConfigJson.parse(json.replace('\'', '"'), "the test"),
        config,
        TokenizerTrainingConfig.class,
        "the test");
  }
}

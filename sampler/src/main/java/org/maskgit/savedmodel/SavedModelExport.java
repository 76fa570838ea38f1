package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.maskgit.checkpoint.*;
import org.maskgit.tokenizer.*;
import org.maskgit.transformer.*;

final class SavedModelExport {
  static void write(Path tr, Path to, DType stored, Path folder) throws IOException {
    Checkpoint a = Checkpoint.open(tr);
    Checkpoint b = Checkpoint.open(to);
    TokenizerConfig tc = TokenizerConfig.of(b);
    Files.createDirectories(folder.resolve("variables"));
    try (ExportGraph g = ExportGraph.build(TransformerConfig.of(a, tc.codebookSize()), tc, stored)) {
      VariableNodes n = VariableNodes.add(g.graph(), g.variables(), x -> x);
      Files.write(folder.resolve("saved_model.pb"), MetaGraph.savedModel(MetaGraph.of(g, n)).toByteArray());
      ImmutableMap.Builder<String, CheckpointTensor> v = ImmutableMap.builder();
      a.tensors().forEach((k, t) -> v.put("transformer/" + k, t.named("transformer/" + k)));
      b.tensors().forEach((k, t) -> v.put("tokenizer/" + k, t.named("tokenizer/" + k)));
      VariablesFile.write(folder.resolve("variables/variables"), v.buildOrThrow(), stored, ImmutableMap.of());
    }
  }
}

package org.maskgit.tools.command;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.maskgit.MaskGit;
import org.maskgit.graph.Execution;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.recipe.ModelFile;

/** A loaded model and the files it came from, whose hashes are taken while it works. */
final class ModelPair implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final MaskGit maskgit;
  private final CompletableFuture<ModelFile> transformer;
  private final CompletableFuture<ModelFile> tokenizer;

  private ModelPair(
      MaskGit maskgit,
      CompletableFuture<ModelFile> transformer,
      CompletableFuture<ModelFile> tokenizer) {
    this.maskgit = maskgit;
    this.transformer = transformer;
    this.tokenizer = tokenizer;
  }

  static ModelPair load(ModelOptions options, Execution execution, Context context) {
    Path transformer = options.transformer();
    Path tokenizer = options.tokenizer();
    String target = execution.device().target();
    if (!target.isEmpty()) {
      context
          .console()
          .note(
              "Warning: %s has no authentication and no encryption; weights, labels and pictures go there in the open."
                  .formatted(target));
    }
    long start = System.nanoTime();
    MaskGit maskgit = MaskGit.load(transformer, tokenizer, execution);
    context
        .console()
        .note(
            "Loaded %s and %s in %.1f s on %s: %d×%d, %d classes."
                .formatted(
                    transformer.getFileName(),
                    tokenizer.getFileName(),
                    (System.nanoTime() - start) / NANOS,
                    execution.device(),
                    maskgit.imageSize(),
                    maskgit.imageSize(),
                    maskgit.classes()));
    return new ModelPair(
        maskgit,
        CompletableFuture.supplyAsync(() -> ModelFile.of(transformer)),
        CompletableFuture.supplyAsync(() -> ModelFile.of(tokenizer)));
  }

  MaskGit maskgit() {
    return maskgit;
  }

  ModelFile transformer() {
    return wait(transformer);
  }

  ModelFile tokenizer() {
    return wait(tokenizer);
  }

  private static ModelFile wait(CompletableFuture<ModelFile> file) {
    try {
      return file.join();
    } catch (CompletionException e) {
      throw new DataException(String.valueOf(e.getCause().getMessage()), e);
    }
  }

  @Override
  public void close() {
    maskgit.close();
  }
}

package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.PictureOptions;
import org.maskgit.tools.option.PictureOptions.Picture;
import org.maskgit.tools.option.TokenFiles;
import org.maskgit.tools.recipe.ModelFile;

/** {@code maskgit decode}. */
public final class DecodeCommand implements Command {
  private static final Option INPUT_TOKENS =
      StandardOptions.valued("input-tokens", "FILE.npy", "the tokens, integers [B, N]");

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public String summary() {
    return "turn tokens into pictures";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declareTokenizer())
        .addOption(INPUT_TOKENS)
        .addOptions(PictureOptions.declare());
  }

  @Override
  public String example() {
    return "decode --model imagenet256 --input-tokens tokens.npy --output pictures --grid";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path tokensFile = arguments.requiredPath(INPUT_TOKENS);
    int[][] tokens = TokenFiles.read(tokensFile);
    PictureOptions output = PictureOptions.of(arguments);
    output.check(tokens.length);
    ModelOptions model = ModelOptions.of(arguments, context);
    Path file = model.tokenizer();
    List<Picture> pictures = new ArrayList<>();
    try (TokenizerModel tokenizer =
            TokenizerModel.load(
                Checkpoint.open(file, ModelKind.TOKENIZER), model.localExecution());
        Progress progress =
            context.console().progress("Decoding", tokens.length, Progress.Unit.IMAGES)) {
      TokenFiles.requireFit(
          tokensFile, tokens, square(tokens[0].length), 0, tokenizer.config().codebookSize());
      ModelFile weights = ModelFile.of(file);
      for (int i = 0; i < tokens.length; i++) {
        context.interruption().check();
        pictures.add(
            new Picture(
                "decoded-%d".formatted(i),
                tokenizer.decode(new int[][] {tokens[i]}).get(0).toRgb(),
                Origins.text("decode", weights, tokens[i], new JsonObject())));
        progress.at(i + 1);
      }
    }
    ImmutableList<Path> files = output.write(pictures);
    context.console().results(Results.files(files), Results.lines(files));
  }

  /** The nearest number of tokens that fills a square. */
  private static int square(int tokens) {
    int side = (int) Math.max(1, Math.round(Math.sqrt(tokens)));
    return side * side;
  }
}

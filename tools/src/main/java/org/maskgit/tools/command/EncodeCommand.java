package org.maskgit.tools.command;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.option.ImageOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.TokenFiles;
import org.maskgit.tools.option.TokensOut;

/** {@code maskgit encode}. */
public final class EncodeCommand implements Command {

  @Override
  public String name() {
    return "encode";
  }

  @Override
  public String summary() {
    return "turn pictures into tokens";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declareTokenizer())
        .addOptions(ImageOptions.declare())
        .addOption(TokensOut.OPTION);
  }

  @Override
  public String example() {
    return "encode --model imagenet256 --image cat.jpg dog.jpg --tokens-out tokens.npy";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ImageOptions images = ImageOptions.of(arguments);
    arguments.required(TokensOut.OPTION);
    Path target = TokensOut.of(arguments).orElseThrow();
    ModelOptions model = ModelOptions.of(arguments, context);
    int[][] tokens = new int[images.files().size()][];
    int side;
    try (TokenizerModel tokenizer =
            TokenizerModel.load(
                Checkpoint.open(model.tokenizer(), ModelKind.TOKENIZER), model.localExecution());
        Progress progress =
            context.console().progress("Encoding", tokens.length, Progress.Unit.IMAGES)) {
      side = images.side(model, tokenizer.config());
      for (int i = 0; i < tokens.length; i++) {
        context.interruption().check();
        tokens[i] = tokenizer.encode(List.of(ImageOptions.read(images.files().get(i), side)))[0];
        progress.at(i + 1);
      }
    }
    TokenFiles.write(target, tokens);

    JsonObject json = new JsonObject();
    json.addProperty("tokens_out", target.toString());
    json.addProperty("images", tokens.length);
    json.addProperty("tokens", tokens[0].length);
    json.addProperty("size", side);
    json.addProperty("resize", "bicubic");
    context.console().results(json, List.of(target.toString()));
  }
}

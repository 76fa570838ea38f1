package org.maskgit.tools.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.data.ImageSet;
import org.maskgit.evaluation.Neighbours;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.ImageGrid;
import org.maskgit.image.RgbImage;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.picture.PngFile;

/** {@code maskgit neighbours}: pictures, and the ones of a set that are nearest to each. */
public final class NeighboursCommand implements Command {
  private static final Option IMAGE =
      StandardOptions.many("image", "FILE...", "square pictures of one size, such as samples");
  private static final Option DATA =
      StandardOptions.valued("data", "DIR", "the set to look among, such as the training's");
  private static final Option COUNT =
      StandardOptions.valued("count", "K", "neighbours of each picture (default: 3)");
  private static final Option OUTPUT =
      StandardOptions.valued(
          "output", "FILE.png", "rows of each picture and its neighbours, in a square");

  private static final int DEFAULT_COUNT = 3;
  private static final int MARGIN = 2;

  @Override
  public String name() {
    return "neighbours";
  }

  @Override
  public String summary() {
    return "find the pictures of a set that are nearest to some, to see what was memorised";
  }

  @Override
  public Options options() {
    return new Options().addOption(IMAGE).addOption(DATA).addOption(COUNT).addOption(OUTPUT);
  }

  @Override
  public String example() {
    return "neighbours --image samples/*.png --data emoji/train --output neighbours.png";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    arguments.required(IMAGE);
    ImmutableList<Path> files = arguments.paths(IMAGE);
    Path data = arguments.requiredPath(DATA);
    int count = arguments.integer(COUNT, 1).orElse(DEFAULT_COUNT);
    ImmutableList<RgbImage> pictures =
        files.stream().map(ImageFiles::read).collect(ImmutableList.toImmutableList());
    Neighbours neighbours = Neighbours.of(ImageSet.open(data), pictures.get(0).height());

    ImmutableList.Builder<RgbImage> rows = ImmutableList.builder();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    JsonObject json = new JsonObject();
    for (int i = 0; i < pictures.size(); i++) {
      rows.add(pictures.get(i));
      JsonArray found = new JsonArray();
      for (Neighbours.Neighbour near : neighbours.of(pictures.get(i), count)) {
        rows.add(near.picture());
        found.add(near.name());
        lines.add(
            String.format(
                Locale.ROOT,
                "%s  %.2f dB  %s",
                files.get(i).getFileName(),
                near.psnr(),
                near.name()));
      }
      json.add(files.get(i).getFileName().toString(), found);
    }
    arguments
        .path(OUTPUT)
        .ifPresent(
            file -> PngFile.write(file, ImageGrid.of(rows.build(), MARGIN), ImmutableMap.of()));
    context.console().results(json, lines.build());
  }
}

package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelFiles;
import org.maskgit.editing.Box;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.Precision;
import org.maskgit.image.Image;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.sampler.Guidance;
import org.maskgit.sampler.GuidedLogits;
import org.maskgit.sampler.Noise;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.StepListener;
import org.maskgit.sampler.TokensToLogits;
import org.maskgit.savedmodel.SavedModelExport;
import org.maskgit.transformer.ClassNames;

/**
 * A transformer and a tokenizer that belong together: pictures from labels, edited pictures, tokens
 * from pictures and pictures from tokens.
 *
 * <p>Safe for use by several threads at once. It owns native memory: close it. A closed one throws
 * {@link IllegalStateException}.
 */
public final class MaskGit implements AutoCloseable {
  private final Networks networks;
  private final Execution execution;

  private MaskGit(Networks networks, Execution execution) {
    this.networks = networks;
    this.execution = execution;
  }

  /**
   * Loads a pair of checkpoints, to compute in float32 with the kernels that this machine is faster
   * with. Sizes are derived from their shapes.
   *
   * @param transformer the transformer's file, anything that {@link Checkpoint#open(Path)} knows
   * @param tokenizer the tokenizer's file; the same where one holds both
   * @return the pair, ready to run
   * @throws DataException if a file is missing or wrong, or the two do not fit each other
   */
  public static MaskGit load(Path transformer, Path tokenizer) {
    return load(transformer, tokenizer, Execution.fastest(Device.CPU, Precision.FLOAT32));
  }

  /**
   * Loads a pair of checkpoints where they are to compute. Sizes are derived from their shapes.
   *
   * @param transformer the transformer's file, anything that {@link Checkpoint#open(Path)} knows
   * @param tokenizer the tokenizer's file; the same where one holds both
   * @param execution device, kernels and precision. A SavedModel of which only the signatures are
   *     known computes in float32 with the kernels of its export, whichever are given
   * @return the pair, ready to run
   * @throws DataException if a file is missing or wrong, or the two do not fit each other
   * @throws org.maskgit.graph.DeviceException if the device is missing or can't compute so; later
   *     calls throw it if a server is lost
   */
  public static MaskGit load(Path transformer, Path tokenizer, Execution execution) {
    if (transformer.equals(tokenizer) && ModelFiles.isOpaque(transformer)) {
      checkArgument(
          execution.precision() == Precision.FLOAT32,
          "expected float32 for signatures that were exported so, found %s",
          execution.precision());
      return new MaskGit(
          OpaqueNetworks.load(transformer, execution.device()),
          Execution.of(execution.device(), Precision.FLOAT32));
    }
    return new MaskGit(
        execution.device().target().isEmpty()
            ? WeightNetworks.load(transformer, tokenizer, execution)
            : RemoteNetworks.load(transformer, tokenizer, execution),
        execution);
  }

  /**
   * Loads the pair that lies in a folder, recognised by content.
   *
   * @param folder a folder that holds one transformer and one tokenizer, or a SavedModel's folder
   *     with both among its variables; without either, its signatures are run as an {@link
   *     org.maskgit.opaque.OpaqueModel}
   * @return the pair, ready to run
   * @throws DataException if there is not exactly one of each, or one is wrong
   */
  public static MaskGit load(Path folder) {
    ModelFiles files = ModelFiles.find(folder);
    return load(files.transformer(), files.tokenizer());
  }

  /**
   * Writes the pair that lies in a folder as a SavedModel with the whole sampling loop in it;
   * {@link SavedModelExport} has more choices.
   *
   * @param folder as for {@link #load(Path)}, with weights
   * @param output the folder to appear; it must not exist or be empty
   * @throws DataException if a file is missing or wrong, or the output can't be written
   */
  public static void export(Path folder, Path output) {
    ModelFiles files = ModelFiles.find(folder);
    SavedModelExport.of(files.transformer(), files.tokenizer()).write(output);
  }

  /**
   * Generates one image for each label (paper section 3.2).
   *
   * @param request labels and settings
   * @return tokens, trace and images
   * @throws IllegalArgumentException if a label or an input token is out of range
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation generate(GenerateRequest request) {
    return generate(request, StepListener.none());
  }

  /**
   * Generates one image for each label and lets a listener see each step.
   *
   * @param request labels and settings
   * @param listener called when a step has ended; what it throws ends the run
   * @return tokens, trace and images
   * @throws IllegalArgumentException if a label or an input token is out of range
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation generate(GenerateRequest request, StepListener listener) {
    int[][] tokens = RequestTokens.of(request, networks);
    Sampling sampling = sample(request, tokens, listener);
    return Generation.of(tokens, sampling, decode(sampling.tokens()));
  }

  /**
   * Gives the inside of a box a new class (paper section 4.3), as the official code does: the
   * tokens of the box are masked and sampled again, and the decoded picture is laid over the old
   * one with a soft edge.
   *
   * @param image the picture, {@link #imageSize()} a side; see {@link #fit}
   * @param box the box in pixels
   * @param request labels and settings, without input tokens; the official demo runs 12 steps from
   *     step 2
   * @param listener called when a step has ended; what it throws ends the run
   * @return tokens, trace and the composites
   * @throws IllegalArgumentException if the picture has another size, the box lies outside of it, a
   *     label is out of range, or the request brings tokens of its own
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation edit(Image image, Box box, GenerateRequest request, StepListener listener) {
    Editor editor = Editor.of(this);
    LatentMask mask = LatentMask.of(box, imageSize(), grid());
    return editor.inpaint(editor.picture(image), mask, Seam.BLUR, request, listener);
  }

  private Sampling sample(GenerateRequest request, int[][] tokens, StepListener listener) {
    Noise noise =
        request
            .noise()
            .noise(request.layout(), request.seed().key(request.layout()), request.firstImage());
    return request.sampler().sample(tokens, noise, model(request.guidance()), listener);
  }

  private TokensToLogits model(Guidance guidance) {
    if (guidance.equals(Guidance.NONE)) {
      return networks;
    }
    int noClass =
        networks
            .unconditionalToken()
            .orElseThrow(
                () ->
                    new DataException(
                        "These weights have no unconditional class, which guidance needs: take"
                            + " weights trained with class dropout, or leave guidance out."));
    return new GuidedLogits(networks, guidance, noClass);
  }

  /**
   * Turns pictures into tokens.
   *
   * @param images RGB in [0, 1], sides in multiples of the tokenizer's factor
   * @return [image][tokens], row by row
   * @throws IllegalArgumentException if a side is no multiple of the factor
   */
  public int[][] encode(List<Image> images) {
    return networks.encode(images);
  }

  /**
   * Turns tokens into pictures.
   *
   * @param tokens [image][grid²], each from 0 to the codebook's size − 1
   * @return the pictures, in [0, 1] but not clipped
   * @throws IllegalArgumentException if the tokens are no square or out of range
   */
  public ImmutableList<Image> decode(int[][] tokens) {
    return networks.decode(tokens);
  }

  /**
   * Brings a picture of any size to the model's size: Pillow's bicubic filter, without keeping the
   * aspect ratio, as the official code reads pictures.
   *
   * @param picture any size
   * @return {@link #imageSize()} a side
   */
  public Image fit(RgbImage picture) {
    return Image.of(PillowResize.bicubic(picture, imageSize(), imageSize()));
  }

  /**
   * Returns the side of a generated image.
   *
   * @return pixels
   */
  public int imageSize() {
    return networks.imageSize();
  }

  /**
   * Returns the side of the token grid.
   *
   * @return tokens; the square root of the transformer's positions − 1
   */
  public int grid() {
    return networks.grid();
  }

  /**
   * Returns the number of classes.
   *
   * @return at least 1, without the unconditional one; 1,000 for a model of which only the
   *     signatures are known
   */
  public int classes() {
    return networks.classes();
  }

  /**
   * Returns the names of the classes.
   *
   * @return the names, if the transformer's file says them; the released ones don't
   */
  public Optional<ClassNames> classNames() {
    return networks.classNames();
  }

  /**
   * Returns the class that stood in training where the class was hidden. Only weights that name
   * their classes can have one: shapes alone can't tell it from one class more.
   *
   * @return the row behind those of the classes, if there is one
   */
  public OptionalInt unconditionalClass() {
    return networks.unconditionalToken().isPresent()
        ? OptionalInt.of(classes())
        : OptionalInt.empty();
  }

  /**
   * Returns the number of visual tokens.
   *
   * @return rows of the tokenizer's codebook
   */
  public int codebookSize() {
    return networks.codebookSize();
  }

  /**
   * Returns how it computes.
   *
   * @return device, kernels and precision
   */
  public Execution execution() {
    return execution;
  }

  /** Frees the weights. */
  @Override
  public void close() {
    networks.close();
  }
}

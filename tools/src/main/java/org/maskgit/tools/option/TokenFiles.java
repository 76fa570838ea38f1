package org.maskgit.tools.option;

import java.nio.file.Path;
import java.util.Arrays;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

/** Tokens as NumPy files. */
public final class TokenFiles {
  private TokenFiles() {}

  /**
   * Reads tokens.
   *
   * @param file integers [B, N], or [N] for a batch of one, without the class position
   * @return [batch][N]
   * @throws DataException if the file is missing, or no such array
   */
  public static int[][] read(Path file) {
    NpyArray array = Npy.read(file);
    Shape shape = array.shape();
    int rank = shape.numDimensions();
    if (rank < 1 || rank > 2 || shape.size() == 0) {
      throw new DataException(
          "%s: expected tokens of shape [B, N], found shape %s.".formatted(file, shape));
    }
    int[] flat = array.ints();
    int length = Math.toIntExact(shape.get(rank - 1));
    int[][] tokens = new int[flat.length / length][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
    }
    return tokens;
  }

  /**
   * Insists on tokens that a model can take.
   *
   * @param file names them in the error
   * @param tokens [batch][N]
   * @param positions how many tokens a picture has
   * @param min the smallest token allowed, 0, or -1 where tokens may be masked
   * @param codebook how many codes there are
   * @throws DataException if a row has another length, or a token is out of range
   */
  public static void requireFit(Path file, int[][] tokens, int positions, int min, int codebook) {
    for (int[] row : tokens) {
      if (row.length != positions) {
        throw new DataException(
            "%s: expected %d tokens a picture for this model, found %d."
                .formatted(file, positions, row.length));
      }
      for (int token : row) {
        if (token < min || token >= codebook) {
          throw new DataException(
              "%s: expected tokens from %d to %d, found %d."
                  .formatted(file, min, codebook - 1, token));
        }
      }
    }
  }

  /**
   * Writes tokens as int32 [B, N].
   *
   * @param file the file to appear
   * @param tokens [batch][N], without the class position, -1 = masked
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, int[][] tokens) {
    Npy.write(file, NpyArray.of(Shape.of(tokens.length, tokens[0].length), flatten(tokens)));
  }

  /**
   * Writes the tokens of all steps as int32 [B, T, N + 1].
   *
   * @param file the file to appear
   * @param trace [batch][steps][positions], position 0 is the class token
   * @throws DataException if the file can't be written
   */
  public static void writeTrace(Path file, int[][][] trace) {
    Npy.write(
        file,
        NpyArray.of(
            Shape.of(trace.length, trace[0].length, trace[0][0].length),
            Arrays.stream(trace).flatMapToInt(t -> Arrays.stream(flatten(t))).toArray()));
  }

  private static int[] flatten(int[][] tokens) {
    return Arrays.stream(tokens).flatMapToInt(Arrays::stream).toArray();
  }
}

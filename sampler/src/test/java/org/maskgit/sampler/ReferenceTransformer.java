package org.maskgit.sampler;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;

/**
 * A second opinion on the transformer: the same equations in double precision and plain arrays, one
 * image at a time, slow. It has nothing in common with the TensorFlow graph but the checkpoint.
 */
final class ReferenceTransformer implements TokensToLogits {
  private static final double LAYER_NORM_EPSILON = 1e-12;

  private final Checkpoint weights;
  private final int codebook;
  private final int layers;
  private final Map<String, double[][]> matrices = new HashMap<>();

  private ReferenceTransformer(Checkpoint weights, int codebook, int layers) {
    this.weights = weights;
    this.codebook = codebook;
    this.layers = layers;
  }

  static ReferenceTransformer of(Checkpoint weights, int codebook) {
    long layers =
        weights.tensors().keySet().stream()
            .filter(name -> name.endsWith("/attention_output_ln/bias"))
            .count();
    return new ReferenceTransformer(weights, codebook, (int) layers);
  }

  @Override
  public float[] logits(int[][] tokens) {
    float[] out = new float[tokens.length * tokens[0].length * codebook];
    int i = 0;
    for (int[] row : tokens) {
      for (double[] position : logits(row)) {
        for (int code = 0; code < codebook; code++) {
          out[i++] = (float) position[code];
        }
      }
    }
    return out;
  }

  /** The logits of one image, [positions][vocabulary]. */
  double[][] logits(int[] tokens) {
    double[][] words = matrix("Embed_0/word_embeddings/embedding", 1);
    double[][] places = matrix("Embed_0/position_embeddings/embedding", 1);
    double[][] x = new double[tokens.length][];
    for (int i = 0; i < x.length; i++) {
      x[i] = sum(words[Math.floorMod(tokens[i], words.length)], places[i]);
    }
    x = layerNorm(x, "Embed_0/embeddings_ln");
    for (int layer = 0; layer < layers; layer++) {
      String attention = "TransformerLayer_" + layer + "/Attention_0/";
      x = sum(x, selfAttention(x, attention + "self_attention/"));
      x = layerNorm(x, attention + "attention_output_ln");
      String mlp = "TransformerLayer_" + layer + "/Mlp_0/";
      double[][] hidden = gelu(dense(x, mlp + "intermediate_output", 1));
      x = sum(x, dense(hidden, mlp + "layer_output", 1));
      x = layerNorm(x, mlp + "layer_output_ln");
    }
    x = layerNorm(gelu(dense(x, "MlmLayer_0/mlm_dense", 1)), "MlmLayer_0/mlm_ln");
    double[] bias = vector("MlmLayer_0/mlm_bias/bias");
    return map(x, row -> sum(products(words, row), bias));
  }

  private double[][] selfAttention(double[][] x, String scope) {
    int heads = (int) tensor(scope + "query/kernel").shape().get(1);
    double[][] query = dense(x, scope + "query", 1);
    double[][] key = dense(x, scope + "key", 1);
    double[][] value = dense(x, scope + "value", 1);
    int size = query[0].length / heads;
    double[][] out = new double[x.length][query[0].length];
    for (int head = 0; head < heads; head++) {
      int from = head * size;
      for (int i = 0; i < x.length; i++) {
        double[] weight = new double[x.length];
        for (int j = 0; j < x.length; j++) {
          for (int d = from; d < from + size; d++) {
            weight[j] += query[i][d] / Math.sqrt(size) * key[j][d];
          }
        }
        weight = softmax(weight);
        for (int j = 0; j < x.length; j++) {
          for (int d = from; d < from + size; d++) {
            out[i][d] += weight[j] * value[j][d];
          }
        }
      }
    }
    return dense(out, scope + "out", 2);
  }

  /** x · kernel + bias, with the kernel's first dimensions as inputs. */
  private double[][] dense(double[][] x, String scope, int inputDimensions) {
    double[][] kernel = matrix(scope + "/kernel", inputDimensions);
    double[] bias = vector(scope + "/bias");
    return map(
        x,
        row -> {
          double[] out = bias.clone();
          for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < out.length; j++) {
              out[j] += row[i] * kernel[i][j];
            }
          }
          return out;
        });
  }

  private double[][] layerNorm(double[][] x, String scope) {
    double[] scale = vector(scope + "/scale");
    double[] bias = vector(scope + "/bias");
    return map(
        x,
        row -> {
          double mean = DoubleStream.of(row).average().orElseThrow();
          double variance =
              DoubleStream.of(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
          double[] out = new double[row.length];
          for (int i = 0; i < out.length; i++) {
            out[i] =
                (row[i] - mean) / Math.sqrt(variance + LAYER_NORM_EPSILON) * scale[i] + bias[i];
          }
          return out;
        });
  }

  private static double[][] gelu(double[][] x) {
    double factor = Math.sqrt(2 / Math.PI);
    return map(
        x,
        row ->
            DoubleStream.of(row)
                .map(v -> 0.5 * v * (1 + Math.tanh(factor * (v + 0.044715 * v * v * v))))
                .toArray());
  }

  private static double[] softmax(double[] x) {
    double max = DoubleStream.of(x).max().orElseThrow();
    double[] exp = DoubleStream.of(x).map(v -> Math.exp(v - max)).toArray();
    double sum = DoubleStream.of(exp).sum();
    return DoubleStream.of(exp).map(v -> v / sum).toArray();
  }

  private static double[] products(double[][] rows, double[] x) {
    double[] out = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < x.length; j++) {
        out[i] += rows[i][j] * x[j];
      }
    }
    return out;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += b[i];
    }
    return out;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] out = new double[a.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = sum(a[i], b[i]);
    }
    return out;
  }

  private static double[][] map(double[][] rows, UnaryOperator<double[]> function) {
    double[][] out = new double[rows.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = function.apply(rows[i]);
    }
    return out;
  }

  private CheckpointTensor tensor(String name) {
    return weights.tensor(name);
  }

  private double[] vector(String name) {
    return matrix(name, 0)[0];
  }

  /** A tensor with its first dimensions as rows. */
  private double[][] matrix(String name, int rowDimensions) {
    return matrices.computeIfAbsent(name, absent -> read(absent, rowDimensions));
  }

  private double[][] read(String name, int rowDimensions) {
    float[] values = tensor(name).floats();
    int rows = 1;
    for (int i = 0; i < rowDimensions; i++) {
      rows *= (int) tensor(name).shape().get(i);
    }
    int columns = values.length / rows;
    double[][] out = new double[rows][columns];
    for (int i = 0; i < values.length; i++) {
      out[i / columns][i % columns] = values[i];
    }
    return out;
  }
}

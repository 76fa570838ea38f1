package org.maskgit.testing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.TensorSpec;

/** The trees of tensors of both models for given sizes, written down from the official files. */
public final class ModelSizes {
  private ModelSizes() {}

  /**
   * The sizes of a transformer.
   *
   * @param vocabulary codebook + classes + 1
   * @param positions tokens + 1
   */
  public record Transformer(
      int layers, int hidden, int heads, int mlp, int vocabulary, int positions) {
    /** 393 tensors, 172,457,193 parameters. */
    public static final Transformer IMAGENET_256 = new Transformer(24, 768, 16, 3072, 2025, 257);

    /** The same with a grid of 32×32. */
    public static final Transformer IMAGENET_512 = new Transformer(24, 768, 16, 3072, 2025, 1025);

    /** All tensors, in the order in which the model uses them. */
    public List<TensorSpec> tensors() {
      Specs specs = new Specs();
      specs.add("Embed_0/word_embeddings/embedding", vocabulary, hidden);
      specs.add("Embed_0/position_embeddings/embedding", positions, hidden);
      specs.norm("Embed_0/embeddings_ln", hidden);
      for (int i = 0; i < layers; i++) {
        String attention = "TransformerLayer_" + i + "/Attention_0/";
        for (String part : List.of("query", "key", "value")) {
          specs.add(attention + "self_attention/" + part + "/kernel", hidden, heads, headSize());
          specs.add(attention + "self_attention/" + part + "/bias", heads, headSize());
        }
        specs.add(attention + "self_attention/out/kernel", heads, headSize(), hidden);
        specs.add(attention + "self_attention/out/bias", hidden);
        specs.norm(attention + "attention_output_ln", hidden);
        String mlpScope = "TransformerLayer_" + i + "/Mlp_0/";
        specs.dense(mlpScope + "intermediate_output", hidden, mlp);
        specs.dense(mlpScope + "layer_output", mlp, hidden);
        specs.norm(mlpScope + "layer_output_ln", hidden);
      }
      specs.dense("MlmLayer_0/mlm_dense", hidden, hidden);
      specs.norm("MlmLayer_0/mlm_ln", hidden);
      specs.add("MlmLayer_0/mlm_bias/bias", vocabulary);
      return specs.list();
    }

    private int headSize() {
      return hidden / heads;
    }
  }

  /**
   * The sizes of a tokenizer.
   *
   * @param multipliers of the filters, from the finest level to the coarsest
   * @param embedding the length of one code
   */
  public record Tokenizer(
      int filters, ImmutableList<Integer> multipliers, int resBlocks, int codebook, int embedding) {
    /** 168 tensors, 54,515,587 parameters; the same for 256² and 512². */
    public static final Tokenizer IMAGENET =
        new Tokenizer(128, ImmutableList.of(1, 1, 2, 2, 4), 2, 1024, 256);

    /** All tensors, in the order in which the model uses them. */
    public List<TensorSpec> tensors() {
      Specs specs = new Specs();
      encoder(specs);
      specs.add("quantizer/codebook", codebook, embedding);
      decoder(specs);
      return specs.list();
    }

    private void encoder(Specs specs) {
      specs.add("encoder/Conv_0/kernel", 3, 3, 3, filters);
      int width = filters;
      int block = 0;
      for (int multiplier : multipliers) {
        for (int i = 0; i < resBlocks; i++) {
          width = specs.resBlock("encoder/ResBlock_" + block++, width, filters * multiplier);
        }
      }
      for (int i = 0; i < resBlocks; i++) {
        specs.resBlock("encoder/ResBlock_" + block++, width, width);
      }
      specs.norm("encoder/GroupNorm_0", width);
      specs.conv("encoder/Conv_1", 1, width, embedding);
    }

    private void decoder(Specs specs) {
      int width = filters * multipliers.get(multipliers.size() - 1);
      specs.conv("decoder/Conv_0", 3, embedding, width);
      int block = 0;
      for (int i = 0; i < resBlocks; i++) {
        specs.resBlock("decoder/ResBlock_" + block++, width, width);
      }
      int conv = 1;
      for (int level = multipliers.size() - 1; level >= 0; level--) {
        for (int i = 0; i < resBlocks; i++) {
          int wanted = filters * multipliers.get(level);
          width = specs.resBlock("decoder/ResBlock_" + block++, width, wanted);
        }
        if (level > 0) {
          specs.conv("decoder/Conv_" + conv++, 3, width, width);
        }
      }
      specs.norm("decoder/GroupNorm_0", width);
      specs.conv("decoder/Conv_" + conv, 3, width, 3);
    }
  }

  private static final class Specs {
    private final List<TensorSpec> specs = new ArrayList<>();

    void add(String name, long... dimensions) {
      specs.add(TensorSpec.float32(name, dimensions));
    }

    void norm(String name, int size) {
      add(name + "/scale", size);
      add(name + "/bias", size);
    }

    void dense(String name, int in, int out) {
      add(name + "/kernel", in, out);
      add(name + "/bias", out);
    }

    void conv(String name, int kernel, int in, int out) {
      add(name + "/kernel", kernel, kernel, in, out);
      add(name + "/bias", out);
    }

    /** The shortcut is taken from the block's output, so its kernel is square. */
    int resBlock(String name, int in, int out) {
      norm(name + "/GroupNorm_0", in);
      add(name + "/Conv_0/kernel", 3, 3, in, out);
      norm(name + "/GroupNorm_1", out);
      add(name + "/Conv_1/kernel", 3, 3, out, out);
      if (in != out) {
        add(name + "/Conv_2/kernel", 1, 1, out, out);
      }
      return out;
    }

    List<TensorSpec> list() {
      return List.copyOf(specs);
    }
  }
}

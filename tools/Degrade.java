import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Copies a folder of pictures, each one blurred or noised, to see that a metric notices: {@code
 * java tools/Degrade.java IN OUT blur|noise SIGMA}. Blur is Gaussian, in pixels, with the edge
 * repeated; noise is Gaussian, in steps of 255, from a seed that is the picture's number.
 */
public final class Degrade {
  private Degrade() {}

  /**
   * Runs it.
   *
   * @param args the two folders, what to do, and how much
   * @throws IOException if a picture can't be read or written
   */
  public static void main(String[] args) throws IOException {
    Path in = Path.of(args[0]);
    double sigma = Double.parseDouble(args[3]);
    List<Path> files;
    try (Stream<Path> all = Files.walk(in)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (int i = 0; i < files.size(); i++) {
      BufferedImage picture = ImageIO.read(files.get(i).toFile());
      double[][][] samples = samples(picture);
      double[][][] made =
          args[2].equals("blur")
              ? blur(blur(samples, sigma, 0, 1), sigma, 1, 0)
              : noise(samples, sigma, new Random(i));
      Path out = Path.of(args[1]).resolve(in.relativize(files.get(i)).toString() + ".png");
      Files.createDirectories(out.getParent());
      ImageIO.write(picture(made), "png", out.toFile());
    }
  }

  private static double[][][] samples(BufferedImage picture) {
    double[][][] samples = new double[picture.getHeight()][picture.getWidth()][3];
    for (int y = 0; y < samples.length; y++) {
      for (int x = 0; x < samples[y].length; x++) {
        for (int c = 0; c < 3; c++) {
          samples[y][x][c] = picture.getRGB(x, y) >> 16 - 8 * c & 0xff;
        }
      }
    }
    return samples;
  }

  private static double[][][] blur(double[][][] in, double sigma, int down, int across) {
    int radius = (int) Math.ceil(4 * sigma);
    double[][][] out = new double[in.length][in[0].length][3];
    for (int y = 0; y < in.length; y++) {
      for (int x = 0; x < in[y].length; x++) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
          double weight = Math.exp(-k * k / (2 * sigma * sigma));
          int row = Math.max(0, Math.min(in.length - 1, y + k * down));
          int column = Math.max(0, Math.min(in[y].length - 1, x + k * across));
          sum += weight;
          for (int c = 0; c < 3; c++) {
            out[y][x][c] += weight * in[row][column][c];
          }
        }
        for (int c = 0; c < 3; c++) {
          out[y][x][c] /= sum;
        }
      }
    }
    return out;
  }

  private static double[][][] noise(double[][][] in, double sigma, Random random) {
    for (double[][] row : in) {
      for (double[] pixel : row) {
        for (int c = 0; c < 3; c++) {
          pixel[c] += sigma * random.nextGaussian();
        }
      }
    }
    return in;
  }

  private static BufferedImage picture(double[][][] samples) {
    BufferedImage picture =
        new BufferedImage(samples[0].length, samples.length, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < samples.length; y++) {
      for (int x = 0; x < samples[y].length; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(samples[y][x][c])));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }
}

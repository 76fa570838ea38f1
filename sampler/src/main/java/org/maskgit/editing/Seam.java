package org.maskgit.editing;

import org.maskgit.image.Image;
import org.maskgit.io.EnumNames;

/** How new tokens' pixels meet those of the picture that was edited. */
public enum Seam {
  /** The official one: the latent mask, blurred, is the new picture's share of each pixel. */
  BLUR {
    @Override
    public Image blend(Image original, LatentMask mask, Image generated) {
      return Composite.of(original, SoftMask.of(mask, original.height()), generated);
    }
  },
  /**
   * Outside of the masked tokens every pixel stays; inside, the differences between neighbouring
   * pixels are the new picture's, and the values meet the old ones at the border: {@link
   * PoissonBlend}.
   */
  POISSON {
    @Override
    public Image blend(Image original, LatentMask mask, Image generated) {
      return PoissonBlend.of(original, mask, generated);
    }
  },
  /** The new picture as the decoder gives it, with the kept tokens decoded as well. */
  NONE {
    @Override
    public Image blend(Image original, LatentMask mask, Image generated) {
      return generated;
    }
  };

  /**
   * Finds a seam by its name.
   *
   * @param name {@code blur}, {@code poisson} or {@code none}
   * @return the seam
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Seam parse(String name) {
    return EnumNames.parse(Seam.class, name);
  }

  /**
   * Puts the two pictures together.
   *
   * @param original the picture that was edited, square
   * @param mask the tokens that were generated anew, not all of them
   * @param generated the decoded tokens, of the same size
   * @return the blend, not clipped
   * @throws IllegalArgumentException if the sizes differ or the mask's grid does not divide them
   */
  public abstract Image blend(Image original, LatentMask mask, Image generated);

  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}

package org.maskgit.random;

import com.google.common.base.Joiner;
import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A seed as people write it: a number, then the children to follow when keys are split in two.
 *
 * <table>
 *   <caption>Examples</caption>
 *   <tr><th>Text<th>Key
 *   <tr><td>42<td>PRNGKey(42)
 *   <tr><td>42/1<td>child 1 of split(PRNGKey(42)): the first call of the official notebook
 *   <tr><td>42/0/1<td>child 1 of the split of child 0: its second call
 * </table>
 *
 * @param seed the seed; only its lower 32 bits count
 * @param children 0 or 1 for each split
 */
public record SeedPath(long seed, ImmutableList<Integer> children) {

  /**
   * Makes a path.
   *
   * @param seed the seed
   * @param children 0 or 1 for each split
   * @throws IllegalArgumentException if a child is neither 0 nor 1
   */
  public SeedPath {
    for (int child : children) {
      Preconditions.checkArgument(
          child == 0 || child == 1, "expected child 0 or 1 of a split, found %s", child);
    }
  }

  /**
   * Makes the path of a plain seed.
   *
   * @param seed the seed
   * @return the path without splits
   */
  public static SeedPath of(long seed) {
    return new SeedPath(seed, ImmutableList.of());
  }

  /**
   * Reads a path.
   *
   * @param text such as {@code 42}, {@code -3} or {@code 42/0/1}
   * @return the path
   * @throws IllegalArgumentException if the text is no path
   */
  public static SeedPath parse(String text) {
    List<String> parts = Splitter.on('/').splitToList(text);
    try {
      return new SeedPath(
          Long.parseLong(parts.get(0)),
          parts.stream().skip(1).map(Integer::valueOf).collect(ImmutableList.toImmutableList()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a seed such as 42, 42/1 or 42/0/1, found %s".formatted(text), e);
    }
  }

  /**
   * Follows the path.
   *
   * @param random the generator that splits
   * @return the key
   */
  public PrngKey key(JaxRandom random) {
    PrngKey key = PrngKey.of(seed);
    for (int child : children) {
      key = random.split(key).get(child);
    }
    return key;
  }

  /**
   * Follows the path.
   *
   * @param layout the layout of the generator that splits
   * @return the key
   */
  public PrngKey key(PrngLayout layout) {
    return key(JaxRandom.of(layout));
  }

  /**
   * Returns the text that {@link #parse} takes.
   *
   * @return such as {@code 42/0/1}
   */
  @Override
  public String toString() {
    return children.isEmpty() ? "" + seed : seed + "/" + Joiner.on('/').join(children);
  }
}

package org.maskgit.shard;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * A part of a numbered series of pictures.
 *
 * @param index its number among the shards, from 0
 * @param first the number of its first picture
 * @param count how many pictures it has
 */
public record Shard(int index, int first, int count) {

  /**
   * Checks the numbers.
   *
   * @param index at least 0
   * @param first at least 0
   * @param count at least 1
   * @throws IllegalArgumentException if one is less
   */
  public Shard {
    checkArgument(
        index >= 0 && first >= 0 && count > 0,
        "expected a shard of at least one picture, found %s from %s",
        count,
        first);
  }

  /**
   * Cuts a series.
   *
   * @param pictures how many pictures the series has, at least 1
   * @param size pictures of a shard, at least 1; the last may have fewer
   * @return the shards in order
   */
  public static ImmutableList<Shard> cut(int pictures, int size) {
    checkArgument(pictures > 0 && size > 0, "expected at least 1, found %s by %s", pictures, size);
    ImmutableList.Builder<Shard> shards = ImmutableList.builder();
    for (int first = 0, index = 0; first < pictures; first += size, index++) {
      shards.add(new Shard(index, first, Math.min(size, pictures - first)));
    }
    return shards.build();
  }
}

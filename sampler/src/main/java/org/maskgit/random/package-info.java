/**
 * JAX's random numbers, bit for bit.
 *
 * <p>The official code samples with {@code jax.random}, so a seed gives the same tokens only with
 * the same generator. It is counter-based: word i of a draw is a hash of the key and i, hence any
 * word can be had without the ones before it.
 *
 * <pre>{@code
 * JaxRandom random = JaxRandom.of(PrngLayout.LEGACY);
 * PrngKey key = SeedPath.parse("42/1").key(random); // child 1 of split(PRNGKey(42))
 * float[] noise = random.gumbel(key, 257 * 1024);
 * }</pre>
 *
 * <p>{@link org.maskgit.random.JaxRandom} has the whole draws of {@code jax.random}; {@link
 * org.maskgit.random.RandomBits} gives words of a draw of known size in any order, and {@link
 * org.maskgit.random.Uniform} and {@link org.maskgit.random.Gumbel} turn words into numbers.
 *
 * <p>Everything here is immutable and safe to share between threads.
 */
package org.maskgit.random;

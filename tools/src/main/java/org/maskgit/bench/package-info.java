/**
 * How fast whole images are, measured side by side with other implementations.
 *
 * <p>Every variant is a process of its own, a {@code worker}, that loads a model, warms up, prints
 * {@code ready ABOUT} and then obeys lines on its standard input:
 *
 * <pre>
 * go NUMBER      does the work once and answers: done SECONDS CPU_SECONDS DIGEST
 * (end of input) the worker ends
 * </pre>
 *
 * <p>{@code NUMBER} decides labels and seeds (see {@link org.maskgit.bench.WorkSettings#draws}),
 * {@code DIGEST} is the CRC-32 of the tokens as little-endian int32 in the order drawn, or {@code
 * -}; so one driver can interleave workers in any language, round by round on the same machine, and
 * see that they made the same pictures. What a worker of {@link org.maskgit.bench.Work#FIRST} does,
 * it does at once and only once: it prints {@code done} and waits for the end of its input.
 */
package org.maskgit.bench;

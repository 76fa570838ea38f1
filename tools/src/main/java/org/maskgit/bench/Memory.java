package org.maskgit.bench;

/**
 * The resident memory of a worker at its largest, in MB of a million bytes; 0 where the system
 * doesn't tell.
 *
 * @param peak all of it
 * @param anonymous what belongs to no file: heap, tensors, compiled code
 * @param file mapped files: weights that were not copied, libraries
 */
public record Memory(double peak, double anonymous, double file) {}

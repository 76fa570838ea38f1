/**
 * Files and arrays that every room of the project shares: NumPy arrays ({@link
 * org.maskgit.io.Npy}), files that appear whole or not at all ({@link org.maskgit.io.AtomicFile}),
 * and the one exception for data that is missing or wrong ({@link org.maskgit.io.DataException}).
 */
package org.maskgit.io;

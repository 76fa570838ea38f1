/**
 * Pictures in and out of the models, and the two Pillow operations the official code edits with.
 *
 * <p>{@link org.maskgit.image.ImageFiles} reads a picture as the official code's {@code
 * Image.open(...).convert('RGB')} does; {@link org.maskgit.image.PillowResize} and {@link
 * org.maskgit.image.PillowBlur} equal Pillow's results bit for bit; {@link org.maskgit.image.Image}
 * is what the models see: float32 in [0, 1], height × width × channel.
 *
 * <pre>{@code
 * Image image = Image.of(PillowResize.bicubic(ImageFiles.read(file), 256, 256));
 * }</pre>
 *
 * <p>All types are immutable by convention (their arrays are handed out uncopied and must not be
 * changed) and safe to share between threads.
 */
package org.maskgit.image;

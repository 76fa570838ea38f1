/**
 * Pictures as files: PNG with text ({@link org.maskgit.tools.picture.PngFile}), the animated GIF of
 * the steps ({@link org.maskgit.tools.picture.GifFile}) and the contact sheet of a batch ({@link
 * org.maskgit.tools.picture.Grid}).
 */
package org.maskgit.tools.picture;

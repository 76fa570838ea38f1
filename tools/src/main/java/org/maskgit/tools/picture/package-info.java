/**
 * Pictures as files: PNG with text ({@link org.maskgit.tools.picture.PngFile}) and the animated GIF
 * of the steps ({@link org.maskgit.tools.picture.GifFile}).
 */
package org.maskgit.tools.picture;

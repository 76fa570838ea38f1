/** Tests of the pictures, against the official code's read images and masks. */
package org.maskgit.image;

/** The pictures that the small model is trained with, as a folder of classes. */
package org.maskgit.tools.emoji;

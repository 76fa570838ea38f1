/** The commands that score pictures, features and tokenizers. */
package org.maskgit.tools.evaluate;

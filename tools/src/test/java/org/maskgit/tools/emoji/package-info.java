/** Tests of the emoji folder. */
package org.maskgit.tools.emoji;

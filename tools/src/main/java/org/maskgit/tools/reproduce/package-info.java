/** The published numbers, and the commands that measure them: {@code reproduce}. */
package org.maskgit.tools.reproduce;

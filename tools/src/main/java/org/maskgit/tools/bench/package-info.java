/** The benchmark's commands: {@code bench run}, {@code bench table} and {@code bench worker}. */
package org.maskgit.tools.bench;

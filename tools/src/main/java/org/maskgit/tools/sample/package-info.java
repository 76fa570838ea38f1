/** Pictures by the thousand: {@code sample} and {@code merge}. */
package org.maskgit.tools.sample;

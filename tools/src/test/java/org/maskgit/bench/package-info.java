/** Timing programs that are no tests. */
package org.maskgit.bench;

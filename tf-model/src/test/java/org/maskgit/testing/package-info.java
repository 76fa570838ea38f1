/** Fixtures that the tests of every module share. */
package org.maskgit.testing;

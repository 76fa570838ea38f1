/** Tests of what is exported: its arithmetic, its loop, its files. */
package org.maskgit.savedmodel;

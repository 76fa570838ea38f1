/** The whole pipeline against the official code. */
package org.maskgit;

/** The command line's entry point. */
package org.maskgit.tools;

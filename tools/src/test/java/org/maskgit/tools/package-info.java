/** Tests of the command line as a whole, in this process and in real child processes. */
package org.maskgit.tools;

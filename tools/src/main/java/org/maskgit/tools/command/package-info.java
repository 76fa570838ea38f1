/** One small class for each word of the command line. */
package org.maskgit.tools.command;

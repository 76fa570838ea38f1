/** Tests of single commands. */
package org.maskgit.tools.command;

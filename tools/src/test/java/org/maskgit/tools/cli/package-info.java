/** Tests of org.maskgit.tools.cli. */
package org.maskgit.tools.cli;

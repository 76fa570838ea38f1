/** Groups of options that several commands share, each read into one immutable record. */
package org.maskgit.tools.option;

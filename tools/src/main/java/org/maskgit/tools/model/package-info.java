/** Which models there are, where their files live, and which file of a folder is which. */
package org.maskgit.tools.model;

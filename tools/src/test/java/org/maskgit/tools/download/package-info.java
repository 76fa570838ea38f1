/** Tests of org.maskgit.tools.download. */
package org.maskgit.tools.download;

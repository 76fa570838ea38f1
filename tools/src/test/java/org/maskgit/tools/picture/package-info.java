/** Tests of org.maskgit.tools.picture. */
package org.maskgit.tools.picture;

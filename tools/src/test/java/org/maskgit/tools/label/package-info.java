/** Tests of org.maskgit.tools.label. */
package org.maskgit.tools.label;

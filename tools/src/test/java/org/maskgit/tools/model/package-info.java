/** Tests of org.maskgit.tools.model. */
package org.maskgit.tools.model;

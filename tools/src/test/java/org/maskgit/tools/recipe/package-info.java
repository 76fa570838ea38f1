/** Tests of org.maskgit.tools.recipe. */
package org.maskgit.tools.recipe;

/** x. */
package org.maskgit.savedmodel;

/** Tests of the data: tiny images, made here. */
package org.maskgit.data;

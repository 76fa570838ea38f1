/** Tests of the float32 functions. */
package org.maskgit.math;

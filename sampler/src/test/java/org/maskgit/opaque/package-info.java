/** Tests of models that are run by their signatures. */
package org.maskgit.opaque;

/** Tests of the metrics against known answers. */
package org.maskgit.evaluation;

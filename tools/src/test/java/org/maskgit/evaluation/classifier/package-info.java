/** Tests of the classifier. */
package org.maskgit.evaluation.classifier;

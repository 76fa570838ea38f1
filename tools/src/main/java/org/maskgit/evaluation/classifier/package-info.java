/**
 * The classification accuracy score (arXiv 1905.10887; paper section 4.2): a small residual network
 * is trained on generated pictures and tested on real ones.
 */
package org.maskgit.evaluation.classifier;

/** Tests of graph building. */
package org.maskgit.graph;

/** What the machine has, as far as it matters to TensorFlow. */
package org.maskgit.tools.device;

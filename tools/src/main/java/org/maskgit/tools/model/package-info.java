/** Which models were published, and where the user's live. */
package org.maskgit.tools.model;

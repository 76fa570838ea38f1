/**
 * How a picture was made, carried in the picture itself: as {@code parameters} text that other
 * tools show, and as JSON under the keyword {@code maskgit} from which the same tokens can be made
 * again.
 */
package org.maskgit.tools.recipe;

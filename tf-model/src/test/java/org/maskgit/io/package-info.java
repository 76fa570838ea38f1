/** Tests of the files and arrays that every room shares. */
package org.maskgit.io;

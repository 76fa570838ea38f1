/** Tests of the mask schedules against the official code. */
package org.maskgit.schedule;

/**
 * Fetching published weights: resumable, whole or not at all, with a progress line, and checked
 * before anything may use them. Runs only when {@code maskgit download} is typed.
 */
package org.maskgit.tools.download;

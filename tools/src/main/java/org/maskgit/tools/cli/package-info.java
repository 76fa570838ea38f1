/**
 * The frame of the command line: what a {@link org.maskgit.tools.cli.Command} is, how its {@link
 * org.maskgit.tools.cli.Arguments} are read, where its words go ({@link
 * org.maskgit.tools.cli.Console}), how a run ends early ({@link
 * org.maskgit.tools.cli.Interruption}) and which {@link org.maskgit.tools.cli.ExitCode} it leaves.
 *
 * <p>Nothing here knows of models or pictures.
 */
package org.maskgit.tools.cli;

package org.maskgit.tools.cli;

import com.google.common.collect.ImmutableMap;

/**
 * What surrounds a command while it runs.
 *
 * @param console where it talks
 * @param interruption when it has to stop
 * @param environment the environment variables
 */
public record Context(
    Console console, Interruption interruption, ImmutableMap<String, String> environment) {}

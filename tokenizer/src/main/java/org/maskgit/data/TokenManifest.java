package org.maskgit.data;

import com.google.common.collect.ImmutableList;

/**
 * What tokens mean: which tokenizer made them, of what. It is stored with them, and shards of
 * another manifest are refused.
 *
 * @param tokenizerSha256 SHA-256 of the tokenizer's file, in lower-case hex
 * @param grid tokens a side
 * @param codebookSize number of codes
 * @param source what was tokenised, and how, in words and settings of the writer
 * @param classNames names of the classes in the order of their labels
 */
public record TokenManifest(
    String tokenizerSha256,
    int grid,
    int codebookSize,
    String source,
    ImmutableList<String> classNames) {}

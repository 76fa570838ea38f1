/**
 * MaskGIT as one object: {@link org.maskgit.MaskGit} loads a transformer and a tokenizer and makes
 * pictures from class labels, edits pictures, and turns pictures into tokens and back.
 *
 * <pre>{@code
 * try (MaskGit maskgit = MaskGit.load(Path.of("maskgit_imagenet256_checkpoint"),
 *     Path.of("tokenizer_imagenet256_checkpoint"))) {
 *   GenerateRequest request = GenerateRequest.of(207).withSeed("42/1");
 *   Image golden = maskgit.generate(request).images().get(0);
 *   ImageFiles.writePng(Path.of("retriever.png"), golden.toRgb());
 * }
 * }</pre>
 */
package org.maskgit;

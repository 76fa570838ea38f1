package org.maskgit.shard;

/**
 * What is said of a shard that is done.
 *
 * @param shard the shard
 * @param sha256 the SHA-256 of its file, 64 lower-case hexadecimal digits
 * @param wasThere whether the file was there already
 */
public record Receipt(Shard shard, String sha256, boolean wasThere) {}

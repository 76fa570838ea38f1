/**
 * Pictures by the thousand: a numbered series is cut into shards, each of which any process can
 * make, in any order, as often as it has to.
 *
 * <p>{@link org.maskgit.shard.ShardTask} is a plain function from a {@link org.maskgit.shard.Shard}
 * to a {@link org.maskgit.shard.Receipt}. It knows no engine: a loop calls it, an array of jobs, or
 * a cluster.
 */
package org.maskgit.shard;

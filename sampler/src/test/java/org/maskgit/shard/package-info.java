/** Tests of series and shards, with the tiny model. */
package org.maskgit.shard;

package org.maskgit;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.graph.Execution;
import org.maskgit.graph.ServerCalls;
import org.maskgit.image.Image;
import org.maskgit.transformer.ClassNames;

/**
 * Networks that a server computes: the same graphs, and an end to a call when the server is lost.
 *
 * @param networks whose sessions are on the server
 * @param server makes the calls
 */
record RemoteNetworks(Networks networks, ServerCalls server) implements Networks {

  static RemoteNetworks load(Path transformer, Path tokenizer, Execution execution) {
    ServerCalls server = new ServerCalls(execution.device());
    try {
      return new RemoteNetworks(
          server.call(() -> WeightNetworks.load(transformer, tokenizer, execution)), server);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  @Override
  public float[] logits(int[][] tokens) {
    return server.call(() -> networks.logits(tokens));
  }

  @Override
  public int[][] encode(List<Image> images) {
    return server.call(() -> networks.encode(images));
  }

  @Override
  public ImmutableList<Image> decode(int[][] tokens) {
    return server.call(() -> networks.decode(tokens));
  }

  @Override
  public int grid() {
    return networks.grid();
  }

  @Override
  public int imageSize() {
    return networks.imageSize();
  }

  @Override
  public int classes() {
    return networks.classes();
  }

  @Override
  public Optional<ClassNames> classNames() {
    return networks.classNames();
  }

  @Override
  public OptionalInt unconditionalToken() {
    return networks.unconditionalToken();
  }

  @Override
  public int codebookSize() {
    return networks.codebookSize();
  }

  @Override
  public void close() {
    server.close(networks::close);
  }
}

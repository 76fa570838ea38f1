package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.tools.ChildJvm.End;

/** A server and a client, each in a process of its own. */
final class TargetTest {
  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private ChildJvm server(int port) throws IOException, InterruptedException {
    ChildJvm server = child("server", "worker", "--port", Integer.toString(port));
    server.awaitErr("no authentication and no encryption");
    return server;
  }

  private ChildJvm child(String name, String... words) throws IOException {
    return ChildJvm.start(
        Files.createDirectory(folder.resolve(name)), List.of(), Main.class, words);
  }

  private String[] generate(int port, int steps, String name) {
    return Stream.of(
            "generate --model %s --label 1 --seed 7 --steps %d --target grpc://localhost:%d --output %s --tokens-out %s"
                .formatted(Cli.TINY, steps, port, folder.resolve("a.png"), folder.resolve(name))
                .split(" "))
        .toArray(String[]::new);
  }

  @Test
  void aServerMakesTheSameTokensAndItsLossEndsTheRunWithFour()
      throws IOException, InterruptedException {
    assumeTrue(File.separatorChar == '/', "signals of POSIX");
    int port = freePort();
    try (ChildJvm server = server(port)) {
      try (ChildJvm client = child("client", generate(port, 3, "remote.npy"))) {
        End end = client.end();
        assertThat(end.code()).as(end.err()).isZero();
        assertThat(end.err())
            .contains("Warning: grpc://localhost:" + port + " has no authentication")
            .contains(" s on cpu of grpc://localhost:" + port);
      }
      Cli.line(
          "generate --model %s --label 1 --seed 7 --steps 3 --kernels portable --output %s --tokens-out %s",
          Cli.TINY, folder.resolve("b.png"), folder.resolve("local.npy"));
      assertThat(folder.resolve("remote.npy")).hasSameBinaryContentAs(folder.resolve("local.npy"));

      try (ChildJvm client = child("orphan", generate(port, 100_000, "never.npy"))) {
        client.awaitErr("Sampling 20/100000");
        server.signal("KILL");
        End end = client.end();
        assertThat(end.code()).as(end.err()).isEqualTo(4);
        assertThat(end.err().lines().toList().get((int) end.err().lines().count() - 1))
            .startsWith("The TensorFlow server at grpc://localhost:" + port + " is lost")
            .endsWith("start it again, then this.");
      }
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThat(Cli.run("worker", "--port", "70000").err())
        .isEqualTo("--port: expected a port from 1 to 65535, found 70000.\n");
    assertThat(Cli.line("generate --model %s --label 1 --gpu-memory 0.5", Cli.TINY).err())
        .isEqualTo("--gpu-memory goes with --device gpu; give both.\n");
    Cli.Run remote =
        Cli.line(
            "generate --model %s --label 1 --device gpu --gpu-memory 0.5 --target grpc://a:1",
            Cli.TINY);
    assertThat(remote.code()).isEqualTo(2);
    assertThat(remote.err())
        .isEqualTo("--gpu-memory is for the process that computes; give it to 'maskgit worker'.\n");
  }
}

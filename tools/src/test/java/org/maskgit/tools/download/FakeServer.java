package org.maskgit.tools.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server on the loopback interface that misbehaves as it is told, byte by byte. */
final class FakeServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Function<Request, Answer> answers;

  /** What was asked: the path and the headers in lower case. */
  record Request(int number, String path, Map<String, String> headers) {
    /** The first byte asked for; 0 without a range. */
    int start() {
      return Integer.parseInt(headers.getOrDefault("range", "bytes=0-").replaceAll("\\D", ""));
    }
  }

  /** What to answer: the head, the body, and what to do after the body. */
  record Answer(String head, String body, boolean stall) {
    static Answer of(int status, String body, String... headers) {
      return new Answer(head(status, headers), body, false);
    }

    Answer thenStall() {
      return new Answer(head, body, true);
    }

    private static String head(int status, String... headers) {
      return "HTTP/1.1 "
          + status
          + " X\r\nConnection: close\r\n"
          + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
          + "\r\n";
    }
  }

  private FakeServer(ServerSocket socket, Function<Request, Answer> answers) {
    this.socket = socket;
    this.answers = answers;
  }

  static FakeServer start(Function<Request, Answer> answers) throws IOException {
    FakeServer server =
        new FakeServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
    Thread thread = new Thread(server::serve, "fake-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  List<Request> requests() {
    return requests;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        answer(client);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void answer(Socket client) {
    try {
      Request request = read(client);
      requests.add(request);
      Answer answer = answers.apply(request);
      OutputStream out = client.getOutputStream();
      out.write((answer.head() + answer.body()).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      if (!answer.stall()) {
        client.close();
      }
    } catch (IOException e) {
      // The client has gone, as some tests want it to.
      open.remove(client);
    }
  }

  private Request read(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    String path = in.readLine().split(" ", -1)[1];
    Map<String, String> headers = new ConcurrentHashMap<>();
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    return new Request(requests.size(), path, headers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}

package org.maskgit.tools.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Console;
import org.maskgit.tools.cli.Interruption;
import org.maskgit.tools.cli.Progress;

/**
 * Downloads one file over HTTP so that it can break off at any byte and be continued (RFC 9110,
 * sections 13.1.5 and 14).
 *
 * <ol>
 *   <li>The bytes go to {@code NAME.part}; a second run asks for the rest only, with {@code Range}
 *       and {@code If-Range}, so that a file that has changed meanwhile starts again.
 *   <li>A connection that breaks off is opened again as long as that gains bytes; one on which
 *       nothing comes for a while ends the run with a sentence, and the part stays.
 *   <li>A whole file is checked, and only then gets its name.
 * </ol>
 */
final class Downloader {
  private static final int ATTEMPTS = 3;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client;
  private final Duration stall;
  private final Duration pause;
  private final Console console;
  private final Interruption interruption;

  /**
   * Creates a downloader.
   *
   * @param stall how long to wait for a byte
   * @param pause how long to wait before trying again
   */
  Downloader(Duration stall, Duration pause, Console console, Interruption interruption) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(stall)
            .build();
    this.stall = stall;
    this.pause = pause;
    this.console = console;
    this.interruption = interruption;
  }

  /**
   * Downloads a file.
   *
   * @param source where it is
   * @param target what it will be called; its folder exists
   * @param check looks at the whole file before it gets its name; throws {@link DataException} when
   *     it isn't what it should be, and the bytes are thrown away
   * @throws DataException if the file can't be had; the part is kept
   */
  void fetch(URI source, Path target, Consumer<Path> check) throws IOException {
    try (PartFile part = PartFile.open(target)) {
      transfer(source, part);
      part.complete(check);
    }
  }

  private void transfer(URI source, PartFile part) throws IOException {
    long best = part.size();
    int attempt = 1;
    while (true) {
      try {
        attempt(source, part);
        return;
      } catch (HttpTimeoutException e) {
        throw new DataException(
            "%s stalled: %s; %s was kept, the same command goes on from there."
                .formatted(source, e.getMessage(), mebibytes(part.size())),
            e);
      } catch (IOException e) {
        attempt = part.size() > best ? 1 : attempt + 1;
        best = Math.max(best, part.size());
        if (attempt > ATTEMPTS) {
          throw new DataException(
              "%s can't be had: %s; %s was kept, the same command goes on from there."
                  .formatted(source, e.getMessage(), mebibytes(part.size())),
              e);
        }
        console.note(
            "%s broke off at %s (%s); trying again."
                .formatted(source, mebibytes(part.size()), e.getMessage()));
        pause();
      }
    }
  }

  private static String mebibytes(long bytes) {
    return "%.1f MiB".formatted(bytes / (double) (1 << 20));
  }

  private void attempt(URI source, PartFile part) throws IOException {
    String validator = part.validator(source);
    HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(stall);
    long have = validator.isEmpty() ? 0 : part.size();
    if (have > 0) {
      request.header("Range", "bytes=%d-".formatted(have)).header("If-Range", validator);
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request.build());
    ChunkQueue body = new ChunkQueue();
    response.body().subscribe(body);
    try {
      long total = begin(response, source, part, have);
      if (total != part.size()) {
        receive(body, part, target(source), total);
      }
    } finally {
      body.cancel();
    }
  }

  private static String target(URI source) {
    return source.getPath().substring(source.getPath().lastIndexOf('/') + 1);
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request)
      throws IOException {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent =
        client.sendAsync(request, BodyHandlers.ofPublisher());
    try {
      while (!sent.isDone()) {
        interruption.check();
        waitFor(sent);
      }
      return sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        throw new HttpTimeoutException("no answer came for %d s".formatted(stall.toSeconds()));
      }
      throw new IOException(reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      sent.cancel(true);
    }
  }

  private static void waitFor(CompletableFuture<?> sent)
      throws InterruptedException, ExecutionException {
    try {
      sent.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Not yet: the caller looks whether to stop and waits again.
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Judges the answer's head; returns the file's whole length, or -1 if the server hides it. */
  private long begin(HttpResponse<?> response, URI source, PartFile part, long have)
      throws IOException {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    switch (response.statusCode()) {
      case OK -> {
        part.restart(source, validatorOf(response));
        requireSpace(part, length);
        return length;
      }
      case PARTIAL -> {
        ContentRange range = ContentRange.of(response);
        if (range.start() != have) {
          part.restart(source, "");
          throw new IOException("the server sent other bytes than asked for");
        }
        requireSpace(part, range.total() - have);
        return range.total();
      }
      case RANGE_NOT_SATISFIABLE -> {
        if (ContentRange.of(response).total() == have) {
          return have;
        }
        part.restart(source, "");
        throw new IOException("the file has changed meanwhile");
      }
      default -> throw refused(response.statusCode(), source);
    }
  }

  private static String validatorOf(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> response.headers().firstValue("Last-Modified"))
        .orElse("");
  }

  private static IOException refused(int status, URI source) {
    if (status >= SERVER_ERROR) {
      return new IOException("HTTP status " + status);
    }
    throw new DataException(
        "%s: the server answered with HTTP status %d; give another place with --from URL|DIR."
            .formatted(source, status));
  }

  private static void requireSpace(PartFile part, long needed) throws IOException {
    FileStore store = Files.getFileStore(part.path());
    if (needed > store.getUsableSpace()) {
      throw new DataException(
          "Expected %s of free space for %s, found %s; free some or set MASKGIT_HOME."
              .formatted(mebibytes(needed), part.path(), mebibytes(store.getUsableSpace())));
    }
  }

  private void receive(ChunkQueue body, PartFile part, String name, long total) throws IOException {
    try (Progress progress = console.progress(name, Math.max(total, 0), Progress.Unit.BYTES)) {
      progress.startAt(part.size());
      while (true) {
        List<ByteBuffer> chunk = body.take(stall, interruption);
        if (chunk == ChunkQueue.END) {
          break;
        }
        for (ByteBuffer bytes : chunk) {
          part.append(bytes);
        }
        progress.at(part.size());
        body.next();
      }
    }
    if (total >= 0 && part.size() != total) {
      throw new IOException("expected %d bytes, found %d".formatted(total, part.size()));
    }
  }

  private void pause() throws IOException {
    try {
      interruption.check();
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

package org.maskgit.tools.download;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.maskgit.tools.cli.Interruption;

/**
 * Hands the chunks of a response body to the thread that waits for them, which can so tell a stall
 * from a slow line and can stop when asked. One chunk is asked for at a time.
 */
final class ChunkQueue implements Flow.Subscriber<List<ByteBuffer>> {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** The end of the body. */
  static final List<ByteBuffer> END = List.of(ByteBuffer.allocate(0));

  private final BlockingQueue<CompletableFuture<List<ByteBuffer>>> chunks =
      new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription.complete(newSubscription);
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> chunk) {
    chunks.add(CompletableFuture.completedFuture(chunk));
  }

  @Override
  public void onError(Throwable error) {
    chunks.add(CompletableFuture.failedFuture(error));
  }

  @Override
  public void onComplete() {
    chunks.add(CompletableFuture.completedFuture(END));
  }

  /** Waits for the next chunk, or for {@link #END}. */
  List<ByteBuffer> take(Duration stall, Interruption interruption) throws IOException {
    long deadline = System.nanoTime() + stall.toNanos();
    while (true) {
      interruption.check();
      CompletableFuture<List<ByteBuffer>> next = poll();
      if (next != null) {
        return unwrap(next);
      }
      if (System.nanoTime() > deadline) {
        throw new HttpTimeoutException("no byte came for %d s".formatted(stall.toSeconds()));
      }
    }
  }

  private CompletableFuture<List<ByteBuffer>> poll() throws IOException {
    try {
      return chunks.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<ByteBuffer> unwrap(CompletableFuture<List<ByteBuffer>> next) throws IOException {
    if (next.isCompletedExceptionally()) {
      Throwable cause = next.handle((chunk, error) -> error).join();
      throw new IOException(cause.getMessage(), cause);
    }
    return next.join();
  }

  /** Asks for one more chunk. */
  void next() {
    subscription.join().request(1);
  }

  /** Ends the transfer. */
  void cancel() {
    subscription.join().cancel();
  }
}

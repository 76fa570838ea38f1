package org.maskgit.tokenizer;

import java.util.Optional;
import java.util.function.Supplier;
import org.maskgit.graph.ModelSession;

/** A session that is opened when it is first asked for. Safe for use by several threads. */
final class OnDemand implements AutoCloseable {
  private final Supplier<ModelSession> opener;
  private Optional<ModelSession> session = Optional.empty();
  private boolean closed;

  OnDemand(Supplier<ModelSession> opener) {
    this.opener = opener;
  }

  /** The session, opened by the first call; {@link IllegalStateException} when closed. */
  synchronized ModelSession get() {
    if (closed) {
      throw new IllegalStateException("The tokenizer is closed.");
    }
    if (session.isEmpty()) {
      session = Optional.of(opener.get());
    }
    return session.get();
  }

  /** Closes what was opened. */
  @Override
  public synchronized void close() {
    closed = true;
    session.ifPresent(ModelSession::close);
  }
}

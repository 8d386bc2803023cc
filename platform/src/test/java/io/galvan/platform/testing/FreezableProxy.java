package io.galvan.platform.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a database that can be frozen, with all that is on it, and cut off. */
public final class FreezableProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final String url;
  private final int target;
  private volatile boolean frozen;
  private volatile boolean cut;

  /**
   * @param databaseUrl of a database on this machine
   */
  public FreezableProxy(String databaseUrl) {
    this.target = URI.create(databaseUrl).getPort();
    NetServer server =
        TestPlatform.await(
            vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    this.url = databaseUrl.replace(":" + target + "/", ":" + server.actualPort() + "/");
  }

  /** The database's URL by this way. */
  public String url() {
    return url;
  }

  private void accept(NetSocket from) {
    if (cut) {
      from.close();
      return;
    }
    from.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            to -> {
              to.pause();
              join(from, to);
              join(to, from);
            })
        .onFailure(failure -> from.close());
  }

  private void join(NetSocket from, NetSocket to) {
    sockets.add(from);
    from.handler(to::write);
    from.closeHandler(
        closed -> {
          sockets.remove(from);
          to.close();
        });
    if (!frozen) {
      from.resume();
    }
  }

  /** Nothing goes through any more, and nothing is lost. */
  public void freeze() {
    frozen = true;
    sockets.forEach(NetSocket::pause);
  }

  /** Everything goes on. */
  public void thaw() {
    frozen = false;
    sockets.forEach(NetSocket::resume);
  }

  /** Ends all connections and lets nobody connect. */
  public void cut() {
    cut = true;
    sockets.forEach(NetSocket::close);
  }

  /** Lets whoever comes connect. */
  public void mend() {
    cut = false;
  }

  @Override
  public void close() {
    Future<?> closed = vertx.close();
    TestPlatform.await(closed);
  }
}

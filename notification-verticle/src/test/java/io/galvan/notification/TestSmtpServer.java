package io.galvan.notification;

import static io.galvan.platform.testing.TestPlatform.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A small SMTP server (RFC 5321, RFC 4954 AUTH PLAIN) on loopback that keeps what it is given. */
final class TestSmtpServer implements AutoCloseable {
  final List<Received> received = new CopyOnWriteArrayList<>();
  final List<String> connections = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final @Nullable String login;
  private final NetServer server;

  record Received(String from, String to, String data) {}

  /**
   * @param port 0 lets the system pick
   * @param login user:password that must be shown; null for none
   */
  TestSmtpServer(int port, @Nullable String login) {
    this.login = login;
    this.server =
        await(
            vertx
                .createNetServer()
                .connectHandler(socket -> new Session(socket).greet())
                .listen(port, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private final class Session {
    private final NetSocket socket;
    private final List<String> data = new ArrayList<>();
    private boolean inData;
    private boolean loggedIn = login == null;
    private String from = "";
    private String to = "";

    Session(NetSocket socket) {
      this.socket = socket;
    }

    void greet() {
      connections.add(socket.remoteAddress().toString());
      socket.handler(
          RecordParser.newDelimited("\r\n", line -> line(line.toString(StandardCharsets.UTF_8))));
      say("220 test ESMTP");
    }

    private void line(String line) {
      if (inData) {
        data(line);
        return;
      }
      String command = line.toUpperCase(Locale.ROOT);
      if (command.startsWith("EHLO")) {
        say("250-test");
        say(login == null ? "250 8BITMIME" : "250 AUTH PLAIN");
      } else if (command.startsWith("AUTH PLAIN ")) {
        String shown =
            new String(Base64.getDecoder().decode(line.substring(11)), StandardCharsets.UTF_8);
        loggedIn = shown.equals("\0" + String.valueOf(login).replaceFirst(":", "\0"));
        say(loggedIn ? "235 good" : "535 wrong user or password");
      } else if (command.startsWith("MAIL FROM:")) {
        from = address(line);
        say(loggedIn ? "250 ok" : "530 authentication required");
      } else if (command.startsWith("RCPT TO:")) {
        to = address(line);
        say(
            to.startsWith("nobody@")
                ? "550 no such mailbox"
                : to.startsWith("later@") ? "451 try later" : "250 ok");
      } else if (command.equals("DATA")) {
        inData = true;
        say("354 go on");
      } else if (command.equals("QUIT")) {
        say("221 bye");
        socket.close();
      } else {
        say("250 ok");
      }
    }

    private void data(String line) {
      if (line.equals(".")) {
        inData = false;
        received.add(new Received(from, to, String.join("\n", data)));
        data.clear();
        say("250 taken");
      } else {
        data.add(line.startsWith(".") ? line.substring(1) : line);
      }
    }

    private String address(String line) {
      return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private void say(String line) {
      socket.write(Buffer.buffer(line + "\r\n"));
    }
  }
}

package io.galvan.simulator.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.mqtt.MqttConnectionException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection could not be made: its message is one sentence for people. */
public final class ConnectFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 10;

  private ConnectFailure(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /**
   * The failure of a client's connection.
   *
   * @param where the server, host and port
   */
  public static ConnectFailure of(Throwable failure, String where) {
    return failure instanceof ConnectFailure told
        ? told
        : new ConnectFailure(sentence(failure, where), failure);
  }

  /** A failure that is told already. */
  public static ConnectFailure told(String sentence) {
    return new ConnectFailure(sentence, null);
  }

  /** The words of a CONNACK's code. */
  public static String words(MqttConnectReturnCode code) {
    return code.name()
        .replaceFirst("^CONNECTION_REFUSED_", "")
        .replace('_', ' ')
        .toLowerCase(Locale.ROOT);
  }

  private static String sentence(Throwable failure, String where) {
    if (failure instanceof UpgradeRejectedException refused) {
      return where + " refused the WebSocket with HTTP " + status(refused.getStatus());
    } else if (failure instanceof MqttConnectionException refused) {
      return where + " refused the MQTT connection: " + words(refused.code());
    } else if (find(failure, UnknownHostException.class) != null) {
      return "there is no host of the name in " + where;
    } else if (find(failure, ConnectTimeoutException.class) != null
        || find(failure, SocketTimeoutException.class) != null) {
      return where + " does not answer";
    } else if (find(failure, ConnectException.class) != null) {
      return "nobody listens at " + where + " (connection refused)";
    } else if (find(failure, HttpClosedException.class) != null
        || told(failure).contains("closed while handshake")) {
      return where
          + " closed the connection in the handshake (over TLS: does it want a certificate, --cert"
          + " and --key?)";
    } else if (find(failure, SSLException.class) != null
        || find(failure, GeneralSecurityException.class) != null) {
      return tls(failure, where);
    }
    return where + ": " + told(failure);
  }

  private static String status(int code) {
    String hint =
        switch (code) {
          case 401, 403 -> ": is the password right (--password)?";
          case 404 -> ": is the path right (--url), and the identity known?";
          default -> "";
        };
    return HttpResponseStatus.valueOf(code) + hint;
  }

  private static String tls(Throwable failure, String where) {
    Throwable mismatch = find(failure, CertificateException.class);
    if (find(failure, CertPathBuilderException.class) != null
        || find(failure, CertPathValidatorException.class) != null) {
      return "the certificate of " + where + " is not trusted: name its root with --ca FILE";
    } else if (mismatch != null) {
      return "the certificate of " + where + " is not good: " + mismatch.getMessage();
    }
    return find(failure, NotSslRecordException.class) != null
        ? where + " does not speak TLS"
        : where + " refused the TLS connection (see --cert and --key): " + told(root(failure));
  }

  private static String told(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    // What a server says may be long and have many lines.
    return message.lines().findFirst().orElse(message);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; root.getCause() != null && i < MOST_CAUSES; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
    Throwable each = failure;
    for (int i = 0; each != null && i < MOST_CAUSES; i++) {
      if (kind.isInstance(each)) {
        return kind.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }
}

package io.galvan.central.api.user;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.operation.Problem;
import io.galvan.central.api.operation.SignedInUser;
import io.galvan.central.files.Farewell;
import io.galvan.central.http.ClientAddress;
import io.galvan.central.http.ReplyGuard;
import io.galvan.central.http.RequestTimeouts;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.TicketKey;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import java.time.Clock;

/**
 * Decides whether a request may use its operation before any of its body is read, so that a
 * stranger cannot have bodies kept in memory. An operation for everybody takes small ones only.
 */
public final class RequestAuthenticator {
  private static final long MAX_BODY_BYTES = 1 << 20;
  private static final long MAX_PUBLIC_BODY_BYTES = 16 << 10;

  /** A ticket opens it for those who cannot send a header. */
  private static final String STREAM = "streamEvents";

  private final Vertx vertx;
  private final Bearers bearers;
  private final ConnectionSettings connections;
  private final KeyLimits limits;
  private final BodyHandler bodies = BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES);
  private final BodyHandler publicBodies =
      BodyHandler.create(false).setBodyLimit(MAX_PUBLIC_BODY_BYTES);

  public RequestAuthenticator(
      Vertx vertx, Bearers bearers, ConnectionSettings connections, Clock clock) {
    this.vertx = vertx;
    this.bearers = bearers;
    this.connections = connections;
    this.limits = new KeyLimits(clock);
  }

  /** Stands before the operation's handler; a body that the handler reads itself stays paused. */
  public void standBefore(OpenAPIRoute route, Operation operation) {
    // Of this kind, else the router has no body come after it.
    SecurityPolicyHandler enter = context -> enter(context, operation);
    route.addHandler(enter);
    if (!operation.streamed()) {
      route.addHandler(operation.access() == Access.PUBLIC ? publicBodies : bodies);
    }
  }

  private void enter(RoutingContext context, Operation operation) {
    HttpServerRequest request = context.request();
    request.pause();
    Future.succeededFuture()
        .compose(ok -> admit(context, operation))
        .onComplete(
            (ok, failure) -> {
              if (failure != null) {
                ReplyGuard.watch(
                    request,
                    Future.failedFuture(failure),
                    refused -> Problem.answer(context, refused));
                Farewell.say(vertx, request);
                return;
              }
              if (operation.streamed()) {
                RequestTimeouts.bringsFile(request);
                context.next();
              } else {
                context.next();
                // Where there is no body nobody else resumes it.
                request.resume();
              }
            });
  }

  private Future<?> admit(RoutingContext context, Operation operation) {
    if (operation.access() == Access.PUBLIC) {
      return Future.succeededFuture();
    }
    return signedIn(context, operation)
        .compose(
            user -> {
              Integer most = user.requestsPerMinute();
              if (most != null) {
                limits.count(user.id(), most, context.response());
              }
              new Call(context).signedIn(user);
              refuseOthers(user, operation);
              return Future.succeededFuture();
            });
  }

  private static void refuseOthers(SignedInUser user, Operation operation) {
    if (user.isKey() && operation.access() == Access.SIGNED_IN) {
      throw new GalvanException(
          Fault.FORBIDDEN, "an API key has no password and no sessions of its own");
    }
    if (!operation.access().allows(user.role())) {
      throw new GalvanException(Fault.FORBIDDEN, "the role " + user.role() + " may not do this");
    }
  }

  /** By the header; the stream of events, which a browser may open without one, by a ticket too. */
  private Future<SignedInUser> signedIn(RoutingContext context, Operation operation) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return bearers.check(
          header.substring(7).strip(), ClientAddress.of(context.request(), connections).network());
    }
    String ticket = operation.id().equals(STREAM) ? context.queryParams().get("ticket") : null;
    return ticket == null
        ? Future.failedFuture(
            new GalvanException(Fault.UNAUTHENTICATED, "sign in first: POST /api/v1/sessions"))
        : Bus.of(vertx)
            .request(Sessions.TAKE_TICKET, new TicketKey(ticket))
            .map(taken -> SignedInUser.of(taken.user(), taken.sessionId()));
  }

  /** Throws UNAUTHENTICATED when the session ended while the body came. */
  public void refuseEnded(Call call) {
    if (call.isSignedIn()) {
      bearers.refuseEnded(call.user().sessionId());
    }
  }

  /** Answers a request whose body is over its bound; what still comes of it is not kept. */
  public void refuseTooLarge(RoutingContext context) {
    Problem.answer(
        context,
        413,
        new Call(context).isSignedIn()
            ? "a body may have 1 MB"
            : "a body may have 16 KB where nobody is signed in");
    Farewell.say(vertx, context.request());
  }
}

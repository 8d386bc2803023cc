package io.galvan.notification;

import io.galvan.contract.event.Happening;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.event.Event;
import java.util.Optional;

/** What is written to whom because of an event. */
record Letter(String eventId, String recipient, String subject, String text) {

  /** The letter of an event; empty when nobody is written to. */
  static Optional<Letter> of(Event event) {
    return event.happening() instanceof Happening.UserCreated created
        ? Optional.of(welcome(event.id(), created.user()))
        : Optional.empty();
  }

  private static Letter welcome(String eventId, User user) {
    return new Letter(
        eventId,
        user.email(),
        "Welcome to Galvan",
        """
        Hello %s,

        your Galvan account is ready. Sign in with this e-mail address (%s) and the
        password that was chosen when the account was made.

        Your role is %s. If you did not expect this mail, somebody else entered your
        address; tell the operator, or do nothing.

        Galvan
        """
            .formatted(user.name(), user.email(), user.role()));
  }
}

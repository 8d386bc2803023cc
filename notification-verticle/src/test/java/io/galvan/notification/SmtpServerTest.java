package io.galvan.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.error.GalvanException;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import org.junit.jupiter.api.Test;

class SmtpServerTest {
  @Test
  void shouldUseTlsFromTheStartForSmtps() {
    MailConfig config = SmtpServer.config("smtps://ada:p%25w@mail.example.org");
    assertThat(config.isSsl()).isTrue();
    assertThat(config.getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(config.isTrustAll()).isFalse();
    assertThat(config.getHostname()).isEqualTo("mail.example.org");
    assertThat(config.getPort()).isEqualTo(465);
    assertThat(config.getLogin()).isEqualTo(LoginOption.REQUIRED);
    assertThat(config.getUsername()).isEqualTo("ada");
    assertThat(config.getPassword()).isEqualTo("p%w");
  }

  @Test
  void shouldUpgradeSmtpWhereTheServerOffersIt() {
    MailConfig config = SmtpServer.config("smtp://mail.example.org:2525");
    assertThat(config.isSsl()).isFalse();
    assertThat(config.getStarttls()).isEqualTo(StartTLSOptions.OPTIONAL);
    assertThat(config.getPort()).isEqualTo(2525);
    assertThat(config.getLogin()).isEqualTo(LoginOption.DISABLED);
    assertThat(SmtpServer.config("smtp://mail.example.org").getPort()).isEqualTo(25);
  }

  @Test
  void shouldRefuseAnotherSchemeWithoutTellingThePassword() {
    assertThatThrownBy(() -> SmtpServer.config("smtpx://ada:secret@mail.example.org"))
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.field()).isEqualTo("GALVAN_SMTP_URL");
              assertThat(e.message()).doesNotContain("secret");
            });
  }
}

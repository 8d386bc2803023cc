package io.galvan.charger.diagnostics;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.file.FileFixture;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.contract.diagnostics.Uploads.Arrival;
import io.galvan.contract.diagnostics.Uploads.NewUpload;
import io.galvan.contract.diagnostics.Uploads.OpenedUpload;
import io.galvan.contract.diagnostics.Uploads.ReceivedUpload;
import io.galvan.contract.diagnostics.Uploads.Upload;
import io.galvan.contract.diagnostics.Uploads.UploadKey;
import io.galvan.contract.diagnostics.Uploads.UploadKind;
import io.galvan.contract.diagnostics.Uploads.UploadPage;
import io.galvan.contract.diagnostics.Uploads.UploadQuery;
import io.galvan.contract.diagnostics.Uploads.UploadState;
import io.galvan.contract.diagnostics.Uploads.WelcomeOutcome;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTest extends FileFixture {
  private static final String ELSEWHERE = "{'location':'ftp://vendor/logs'}";

  private OpenedUpload open(String id, UploadKind kind) {
    return ask(Uploads.OPEN, new NewUpload(id, kind, "http://csms", false));
  }

  private Upload get(int id) {
    return ask(Uploads.GET, new UploadKey(id));
  }

  private List<Upload> uploads(String chargerId) {
    return ask(Uploads.LIST, new UploadQuery(chargerId, 100, null)).items();
  }

  private static String secret(OpenedUpload opened) {
    return opened.location().replaceFirst(".*/uploads/\\d+-", "").replace("/", "");
  }

  private WelcomeOutcome admit(OpenedUpload opened) {
    return ask(Uploads.ADMIT, new Arrival(opened.upload().id(), secret(opened))).outcome();
  }

  private Upload receive(OpenedUpload opened, String name) {
    return ask(
        Uploads.RECEIVED,
        new ReceivedUpload(opened.upload().id(), written(new byte[] {1, 2}), name));
  }

  /** The command as it is stored: without the secret. */
  private Command asked(String chargerId, OpenedUpload opened) {
    return sent(chargerId, "GetDiagnostics", "{'location':'" + opened.upload().location() + "'}");
  }

  @Test
  void shouldTakeOneFileByItsSecretAndNoSecond() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    assertThat(secret(opened)).hasSize(43);
    assertThat(opened.upload().location())
        .isEqualTo("http://csms/uploads/" + opened.upload().id() + "-***/");
    accepted(asked(id, opened), null, "{'fileName':'announced.log'}");
    assertThat(get(opened.upload().id()).fileName()).isEqualTo("announced.log");
    assertThat(admit(opened)).isEqualTo(WelcomeOutcome.Open);
    assertThat(get(opened.upload().id()).state()).isEqualTo(UploadState.Uploading);
    assertThat(admit(opened)).as("the first broke off").isEqualTo(WelcomeOutcome.Open);
    Upload arrived = receive(opened, "arrived.log");
    assertThat(arrived.state()).isEqualTo(UploadState.Uploaded);
    assertThat(arrived.fileName()).isEqualTo("arrived.log");
    assertThat(arrived.size()).isEqualTo(2);
    assertThat(arrived.sha256()).isEqualTo(sha256(new byte[] {1, 2}));
    assertThat(arrived.receivedAt()).isEqualTo(clock.instant());
    assertThat(admit(opened)).isEqualTo(WelcomeOutcome.Used);
    assertThatThrownBy(() -> receive(opened, null))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
    assertThat(happenings(settledEventsOf(id), ChargerUpdated.class))
        .contains(new ChargerUpdated(ChargerChange.Diagnostics, "Uploaded"));
  }

  @Test
  void shouldHaveTheSecretAsThePasswordOfTheUrlWhereThatIsAskedFor() {
    String id = charger();
    OpenedUpload opened =
        ask(Uploads.OPEN, new NewUpload(id, UploadKind.SecurityLog, "https://csms:8443", true));
    int number = opened.upload().id();
    assertThat(opened.upload().location())
        .isEqualTo("https://upload:***@csms:8443/uploads/" + number + "/");
    assertThat(opened.location())
        .matches("https://upload:[A-Za-z0-9_-]{43}@csms:8443/uploads/" + number + "/");
    String password = opened.location().split("[:@]")[2];
    assertThat(ask(Uploads.ADMIT, new Arrival(number, password)).outcome())
        .isEqualTo(WelcomeOutcome.Open);
    Command command =
        sent(
            id,
            "GetLog",
            "{'logType':'SecurityLog','requestId':%d,'log':{'remoteLocation':'%s'}}"
                .formatted(number, opened.upload().location()));
    accepted(command, null, "{}");
    assertThat(get(number).commandId()).as("it is the upload of its command").isNotNull();
  }

  @Test
  void shouldKeepNoSecret() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    assertThat(
            count(
                "select count(*) from upload u where u::text like '%' || $1 || '%'",
                secret(opened)))
        .isZero();
  }

  @Test
  void shouldWelcomeNobodyWithAWrongSecret() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    OpenedUpload other = open(id, UploadKind.Diagnostics);
    assertThat(ask(Uploads.ADMIT, new Arrival(opened.upload().id(), secret(other))).outcome())
        .isEqualTo(WelcomeOutcome.Unknown);
    assertThat(ask(Uploads.ADMIT, new Arrival(999_999, secret(other))).outcome())
        .isEqualTo(WelcomeOutcome.Unknown);
    assertThatThrownBy(() -> open("nobody", UploadKind.Diagnostics))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }

  @Test
  void shouldEndAnUploadThatNeverCame() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.SecurityLog);
    clock.advance(Duration.ofHours(24));
    assertThat(admit(opened)).isEqualTo(WelcomeOutcome.Over);
    org.awaitility.Awaitility.await()
        .until(() -> get(opened.upload().id()).state() == UploadState.Expired);
    assertThat(admit(opened)).isEqualTo(WelcomeOutcome.Over);
  }

  @Test
  void shouldBeOverWhenTheChargerRefuses() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    close(asked(id, opened), CommandState.Failed, null, null, "NotSupported");
    assertThat(get(opened.upload().id()).state()).isEqualTo(UploadState.Refused);
    assertThat(get(opened.upload().id()).status()).isEqualTo("NotSupported");
    assertThat(admit(opened)).isEqualTo(WelcomeOutcome.Over);
  }

  @Test
  void shouldFailWhenTheChargerWasNeverAsked() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    Command command =
        opened(id, "GetDiagnostics", "{'location':'" + opened.upload().location() + "'}");
    close(command, CommandState.Failed, null, null, null);
    assertThat(get(opened.upload().id()).state()).isEqualTo(UploadState.Failed);
  }

  @Test
  void shouldBelieveAnUploadToUsWhenItIsHere() {
    String id = charger();
    OpenedUpload opened = open(id, UploadKind.Diagnostics);
    accepted(asked(id, opened), null, "{}");
    notice(id, NoticeKind.DiagnosticsStatus, "Uploading", null);
    notice(id, NoticeKind.DiagnosticsStatus, "Uploaded", null);
    assertThat(get(opened.upload().id()).state()).isEqualTo(UploadState.Uploading);
    assertThat(get(opened.upload().id()).status()).isEqualTo("Uploaded");
    receive(opened, null);
    notice(id, NoticeKind.DiagnosticsStatus, "UploadFailed", null);
    assertThat(get(opened.upload().id()).state()).isEqualTo(UploadState.Uploaded);
    assertThat(get(opened.upload().id()).status()).isEqualTo("UploadFailed");
  }

  @ParameterizedTest
  @CsvSource({
    "Uploading, Uploading",
    "Uploaded, Uploaded",
    "Uploading Uploaded Uploading, Uploaded",
    "Uploading UploadFailed, Failed",
    "UploadFailed Uploading Uploaded, Uploaded",
    "Idle, Requested"
  })
  void shouldFollowDiagnosticsThatGoElsewhere(String told, UploadState expected) {
    String id = charger();
    accepted(sent(id, "GetDiagnostics", ELSEWHERE), null, "{'fileName':'d.zip'}");
    for (String status : told.split(" ")) {
      notice(id, NoticeKind.DiagnosticsStatus, status, null);
    }
    Upload upload = uploads(id).get(0);
    assertThat(upload.state()).isEqualTo(expected);
    assertThat(upload.kind()).isEqualTo(UploadKind.Diagnostics);
    assertThat(upload.location()).isEqualTo("ftp://vendor/logs");
    assertThat(upload.fileName()).isEqualTo("d.zip");
  }

  @ParameterizedTest
  @CsvSource({
    "Uploading, Uploading",
    "Uploaded, Uploaded",
    "UploadFailure, Failed",
    "BadMessage, Failed",
    "PermissionDenied, Failed",
    "NotSupportedOperation, Failed"
  })
  void shouldFollowALogByItsRequestIdEvenBeforeTheAnswerIsStored(
      String told, UploadState expected) {
    String id = charger();
    String request =
        "{'logType':'SecurityLog','requestId':%d,'log':{'remoteLocation':'https://v/up'}}";
    Command first = sent(id, "GetLog", request.formatted(1));
    accepted(sent(id, "GetLog", request.formatted(2)), "Accepted", "{'status':'Accepted'}");
    notice(id, NoticeKind.LogStatus, told, 1);
    accepted(first, "Accepted", "{'status':'Accepted','filename':'log.txt'}");
    Upload upload = ask(Uploads.OF_COMMAND, new Uploads.UploadOfCommand(first.id()));
    assertThat(upload.state()).isEqualTo(expected);
    assertThat(upload.status()).isEqualTo(told);
    assertThat(upload.fileName()).isEqualTo("log.txt");
    assertThat(upload.kind()).isEqualTo(UploadKind.SecurityLog);
  }

  @Test
  void shouldEndTheOlderLogThatTheChargerCancelled() {
    String id = charger();
    String request =
        "{'logType':'DiagnosticsLog','requestId':%d,'log':{'remoteLocation':'https://v/up'}}";
    accepted(sent(id, "GetLog", request.formatted(1)), "Accepted", "{'status':'Accepted'}");
    accepted(
        sent(id, "GetLog", request.formatted(2)),
        "AcceptedCanceled",
        "{'status':'AcceptedCanceled'}");
    assertThat(uploads(id))
        .extracting(Upload::state)
        .containsExactly(UploadState.Requested, UploadState.Failed);
    assertThat(uploads(id).get(1).status()).isEqualTo("AcceptedCanceled");
  }

  @Test
  void shouldListTheNewestFirstAndForgetOldOnesWithTheirFiles() {
    String id = charger();
    OpenedUpload old = open(id, UploadKind.Diagnostics);
    admit(old);
    String fileId = receive(old, null).fileId();
    OpenedUpload fresh = open(id, UploadKind.Diagnostics);
    UploadPage first = ask(Uploads.LIST, new UploadQuery(id, 1, null));
    assertThat(first.items()).extracting(Upload::id).containsExactly(fresh.upload().id());
    assertThat(ask(Uploads.LIST, new UploadQuery(id, 1, first.next())).items())
        .extracting(Upload::id)
        .containsExactly(old.upload().id());
    await(
        pool.preparedQuery(
                "update upload set created_at = created_at - interval '31 days' where id = $1")
            .execute(Tuple.of(old.upload().id())));
    await(
        pool.preparedQuery(
                "update file set touched_at = touched_at - interval '2 hours' where id = $1")
            .execute(Tuple.of(fileId)));
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from file where id = $1", fileId) == 0);
    assertThat(uploads(id)).hasSize(1);
  }
}

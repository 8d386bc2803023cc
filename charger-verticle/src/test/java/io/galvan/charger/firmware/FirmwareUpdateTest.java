package io.galvan.charger.firmware;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.file.FileFixture;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.firmware.Firmwares.FirmwareKey;
import io.galvan.contract.firmware.Firmwares.FirmwareUpdate;
import io.galvan.contract.firmware.Firmwares.NewFirmware;
import io.galvan.contract.firmware.Firmwares.UpdatePage;
import io.galvan.contract.firmware.Firmwares.UpdateQuery;
import io.galvan.contract.firmware.Firmwares.UpdateState;
import io.galvan.contract.firmware.Firmwares.UpdateStatus;
import io.galvan.contract.registration.Chargers.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirmwareUpdateTest extends FileFixture {
  private static final String PLAIN =
      "{'location':'ftp://vendor/fw.bin','retrieveDate':'2026-03-02T00:00:00Z'}";

  private static String signed(int requestId) {
    return ("{'requestId':%d,'firmware':{'location':'https://vendor/fw.bin','retrieveDateTime':"
            + "'2026-03-02T00:00:00Z','installDateTime':'2026-03-03T00:00:00Z',"
            + "'signingCertificate':'PEM','signature':'S'}}")
        .formatted(requestId);
  }

  private List<FirmwareUpdate> updates(String id) {
    return ask(Firmwares.UPDATES, new UpdateQuery(id, 100, null)).items();
  }

  private FirmwareUpdate update(String id) {
    assertThat(updates(id)).hasSize(1);
    return updates(id).get(0);
  }

  private static List<String> history(FirmwareUpdate update) {
    return update.history().stream().map(UpdateStatus::status).toList();
  }

  private String plain() {
    String id = charger();
    accepted(sent(id, "UpdateFirmware", PLAIN), null, "{}");
    return id;
  }

  private void firmware(String id, String... statuses) {
    for (String status : statuses) {
      notice(id, NoticeKind.FirmwareStatus, status, null);
    }
  }

  @Test
  void shouldFollowAPlainUpdateFromItsCommandToItsEnd() {
    String id = plain();
    FirmwareUpdate asked = update(id);
    assertThat(asked.state()).isEqualTo(UpdateState.Requested);
    assertThat(asked.location()).isEqualTo("ftp://vendor/fw.bin");
    assertThat(asked.signed()).isFalse();
    assertThat(asked.requestId()).isNull();
    assertThat(asked.retrieveAt()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
    firmware(id, "Downloading", "Downloaded", "Installing");
    assertThat(update(id).state()).isEqualTo(UpdateState.Installing);
    firmware(id, "Idle", "Installed", "Installed");
    assertThat(update(id).state()).isEqualTo(UpdateState.Installed);
    assertThat(history(update(id)))
        .containsExactly("Downloading", "Downloaded", "Installing", "Installed");
  }

  @ParameterizedTest
  @CsvSource({
    "Installed, Installed",
    "Installing Downloading, Installing",
    "Downloaded Downloading Installed Downloaded, Installed",
    "Downloading DownloadFailed, Failed",
    "Downloading DownloadFailed Downloading Downloaded, Downloaded",
    "DownloadFailed Installed, Installed",
    "Installing InstallationFailed, Failed",
    "Idle, Requested"
  })
  void shouldMoveForwardOverSkippedAndLateStatuses(String told, UpdateState expected) {
    String id = plain();
    firmware(id, told.split(" "));
    assertThat(update(id).state()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DownloadScheduled, Requested",
    "DownloadScheduled Downloading DownloadPaused, Downloading",
    "Downloading Downloaded SignatureVerified, Downloaded",
    "Downloaded SignatureVerified InstallScheduled, Downloaded",
    "Installing InstallRebooting, Installing",
    "InstallRebooting Installed, Installed",
    "Downloading Downloaded InvalidSignature, Failed",
    "Installing InstallVerificationFailed, Failed"
  })
  void shouldFollowEveryStatusOfASignedUpdate(String told, UpdateState expected) {
    String id = charger();
    accepted(sent(id, "SignedUpdateFirmware", signed(41)), "Accepted", "{'status':'Accepted'}");
    for (String status : told.split(" ")) {
      notice(id, NoticeKind.SignedFirmwareStatus, status, 41);
    }
    assertThat(update(id).state()).isEqualTo(expected);
    assertThat(history(update(id))).containsExactly(told.split(" "));
    assertThat(update(id).requestId()).isEqualTo(41);
    assertThat(update(id).installAt()).isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
  }

  @Test
  void shouldTakeAReportThatComesBeforeTheAnswerIsStored() {
    String id = charger();
    Command command = sent(id, "UpdateFirmware", PLAIN);
    firmware(id, "Downloading");
    assertThat(update(id).state()).isEqualTo(UpdateState.Downloading);
    accepted(command, null, "{}");
    assertThat(update(id).state()).isEqualTo(UpdateState.Downloading);
  }

  @Test
  void shouldKeepAnUpdateWhoseAnswerNeverCame() {
    String id = charger();
    Command command = sent(id, "UpdateFirmware", PLAIN);
    close(command, CommandState.Unknown, null, null, null);
    firmware(id, "Installed");
    assertThat(update(id).state()).isEqualTo(UpdateState.Installed);
  }

  @Test
  void shouldTellRefusedUpdatesFromThoseThatNeverLeft() {
    String refused = charger();
    close(
        sent(refused, "SignedUpdateFirmware", signed(1)),
        CommandState.Rejected,
        "InvalidCertificate",
        "{'status':'InvalidCertificate'}",
        null);
    assertThat(update(refused).state()).isEqualTo(UpdateState.Refused);
    assertThat(history(update(refused))).containsExactly("InvalidCertificate");
    notice(refused, NoticeKind.SignedFirmwareStatus, "Installed", 1);
    assertThat(update(refused).state()).isEqualTo(UpdateState.Refused);

    String failing = charger();
    close(sent(failing, "UpdateFirmware", PLAIN), CommandState.Failed, null, null, "NotSupported");
    assertThat(history(update(failing))).containsExactly("NotSupported");

    String away = charger();
    close(opened(away, "UpdateFirmware", PLAIN), CommandState.Failed, null, null, null);
    firmware(away, "Downloading");
    assertThat(updates(away)).isEmpty();
  }

  @Test
  void shouldCancelTheOlderUpdateWhenTheChargerSaysSo() {
    String id = charger();
    accepted(sent(id, "SignedUpdateFirmware", signed(1)), "Accepted", "{'status':'Accepted'}");
    notice(id, NoticeKind.SignedFirmwareStatus, "Downloading", 1);
    accepted(
        sent(id, "SignedUpdateFirmware", signed(2)),
        "AcceptedCanceled",
        "{'status':'AcceptedCanceled'}");
    notice(id, NoticeKind.SignedFirmwareStatus, "Downloading", 2);
    assertThat(updates(id))
        .extracting(FirmwareUpdate::state)
        .containsExactly(UpdateState.Downloading, UpdateState.Cancelled);
    assertThat(history(updates(id).get(1))).containsExactly("Downloading", "AcceptedCanceled");
  }

  @Test
  void shouldGiveAStatusWithoutNumberToTheNewestUpdate() {
    String id = plain();
    firmware(id, "Downloading");
    accepted(sent(id, "UpdateFirmware", PLAIN), null, "{}");
    firmware(id, "Installed");
    assertThat(updates(id))
        .extracting(FirmwareUpdate::state)
        .containsExactly(UpdateState.Installed, UpdateState.Cancelled);
    assertThat(history(updates(id).get(1))).containsExactly("Downloading", "Superseded");
  }

  @Test
  void shouldNotMoveAnotherSignedUpdateByItsNumber() {
    String id = charger();
    accepted(sent(id, "SignedUpdateFirmware", signed(7)), "Accepted", "{'status':'Accepted'}");
    notice(id, NoticeKind.SignedFirmwareStatus, "Installed", 8);
    assertThat(update(id).state()).isEqualTo(UpdateState.Requested);
    notice(id, NoticeKind.SignedFirmwareStatus, "Downloading", null);
    assertThat(update(id).state()).isEqualTo(UpdateState.Downloading);
  }

  @Test
  void shouldKnowOurOwnImageInALocationEvenAfterItIsDeleted() {
    Content content = written(new byte[] {1});
    ask(Firmwares.ADD, new NewFirmware(content, "fw.bin", null, null, null));
    String id = charger();
    accepted(
        sent(
            id,
            "UpdateFirmware",
            "{'location':'http://csms:8080/files/firmware/%s/fw.bin','retrieveDate':'x'}"
                .formatted(content.fileId())),
        null,
        "{}");
    assertThat(update(id).firmwareId()).isEqualTo(content.fileId());
    assertThat(update(id).retrieveAt()).isNull();
    ask(Firmwares.DELETE, new FirmwareKey(content.fileId()));
    assertThat(update(id).firmwareId()).isNull();
  }

  @Test
  void shouldBoundTheHistoryOfAChargerThatRepeatsItself() {
    String id = plain();
    for (int i = 0; i < 60; i++) {
      firmware(id, "Downloading", "DownloadFailed");
    }
    assertThat(update(id).history()).hasSize(100);
  }

  @Test
  void shouldListTheNewestFirstInPagesAndForgetOldOnes() {
    String id = plain();
    clock.advance(Duration.ofSeconds(1));
    accepted(sent(id, "UpdateFirmware", PLAIN), null, "{}");
    UpdatePage first = ask(Firmwares.UPDATES, new UpdateQuery(id, 1, null));
    UpdatePage second = ask(Firmwares.UPDATES, new UpdateQuery(id, 1, first.next()));
    assertThat(second.next()).isNull();
    assertThat(first.items().get(0).id()).isGreaterThan(second.items().get(0).id());
    await(
        pool.preparedQuery(
                "update firmware_update set updated_at = updated_at - interval '31 days'"
                    + " where id = $1")
            .execute(io.vertx.sqlclient.Tuple.of(second.items().get(0).id())));
    org.awaitility.Awaitility.await().until(() -> updates(id).size() == 1);
  }
}

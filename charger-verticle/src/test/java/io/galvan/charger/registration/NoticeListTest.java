package io.galvan.charger.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Notices;
import io.galvan.contract.registration.Notices.NoticePage;
import io.galvan.contract.registration.Notices.NoticeQuery;
import io.galvan.contract.registration.Notices.StoredNotice;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoticeListTest extends ChargerFixture {
  private void notice(String id, NoticeKind kind, String value, Instant at) {
    ask(Chargers.NOTICE, new Notice(id, kind, value, null, "detail", at));
  }

  @Test
  void shouldListAChargersNoticesByKindAndTimeInPages() {
    String id = charger();
    Instant start = clock.instant().minusSeconds(100);
    for (int i = 0; i < 5; i++) {
      notice(id, NoticeKind.DataTransfer, "V" + i, start.plusSeconds(i));
    }
    notice(id, NoticeKind.SecurityEvent, "TamperDetectionActivated", start.plusSeconds(9));
    NoticePage first =
        ask(Notices.LIST, new NoticeQuery(id, NoticeKind.DataTransfer, null, null, 3, null));
    assertThat(first.items()).extracting(StoredNotice::value).containsExactly("V4", "V3", "V2");
    NoticePage second =
        ask(
            Notices.LIST,
            new NoticeQuery(id, NoticeKind.DataTransfer, null, null, 3, first.next()));
    assertThat(second.items()).extracting(StoredNotice::value).containsExactly("V1", "V0");
    assertThat(second.next()).isNull();
    assertThat(
            ask(
                    Notices.LIST,
                    new NoticeQuery(id, null, start.plusSeconds(4), start.plusSeconds(9), 50, null))
                .items())
        .containsExactly(
            new StoredNotice(
                id, NoticeKind.DataTransfer, "V4", null, "detail", start.plusSeconds(4)));
    assertThat(ask(Notices.LIST, new NoticeQuery(id, null, null, null, 50, null)).items())
        .hasSize(6);
  }

  @Test
  void shouldListSecurityEventsOfTheWholeFleet() {
    String one = charger();
    String other = charger();
    Instant at = clock.instant().minusSeconds(1_000);
    notice(one, NoticeKind.SecurityEvent, "FirmwareUpdated", at);
    notice(other, NoticeKind.SecurityEvent, "StartupOfTheDevice", at.plusSeconds(1));
    notice(other, NoticeKind.DataTransfer, "V", at.plusSeconds(1));
    assertThat(
            ask(
                    Notices.LIST,
                    new NoticeQuery(
                        null, NoticeKind.SecurityEvent, at, at.plusSeconds(2), 50, null))
                .items())
        .extracting(StoredNotice::chargerId)
        .containsExactly(other, one);
  }
}

package io.galvan.charger.firmware;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.file.FileFixture;
import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.ChunkKey;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.firmware.Firmwares.Firmware;
import io.galvan.contract.firmware.Firmwares.FirmwareKey;
import io.galvan.contract.firmware.Firmwares.FirmwarePage;
import io.galvan.contract.firmware.Firmwares.FirmwareQuery;
import io.galvan.contract.firmware.Firmwares.NewFirmware;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirmwareTest extends FileFixture {
  @Override
  public Map<String, String> settings() {
    return Map.of("GALVAN_MAX_FILE_MB", "1");
  }

  private <Q extends Record, R extends Record> void assertFault(
      BusAddress<Q, R> address, Q request, Fault fault) {
    assertThatThrownBy(() -> ask(address, request))
        .isInstanceOfSatisfying(GalvanException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private Firmware add(Content content, String name) {
    return ask(Firmwares.ADD, new NewFirmware(content, name, "2.0", "V", "M"));
  }

  @Test
  void shouldShowAnImageWhenItIsCompleteAndGiveItBackChunkByChunk() {
    byte[] first = new byte[Files.CHUNK_BYTES];
    byte[] rest = {1, 2, 3};
    Content content = written(first, rest);
    assertFault(Firmwares.GET, new FirmwareKey(content.fileId()), Fault.NOT_FOUND);
    Firmware firmware = add(content, "image.bin");
    assertThat(firmware)
        .isEqualTo(
            new Firmware(
                content.fileId(),
                "image.bin",
                "2.0",
                "V",
                "M",
                Files.CHUNK_BYTES + 3,
                sha256(java.util.Arrays.copyOf(concat(first, rest), Files.CHUNK_BYTES + 3)),
                clock.instant()));
    assertThat(ask(Files.READ, new ChunkKey(firmware.id(), 1)).bytes()).containsExactly(1, 2, 3);
    assertFault(Files.READ, new ChunkKey(firmware.id(), 2), Fault.NOT_FOUND);
    ask(Firmwares.DELETE, new FirmwareKey(firmware.id()));
    assertFault(Firmwares.GET, new FirmwareKey(firmware.id()), Fault.NOT_FOUND);
    assertFault(Firmwares.DELETE, new FirmwareKey(firmware.id()), Fault.NOT_FOUND);
    assertThat(count("select count(*) from file_chunk where file_id = $1", firmware.id())).isZero();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void shouldRefuseWhatIsNotWhole() {
    Content content = written(new byte[] {1}, new byte[] {2});
    Content shorter = new Content(content.fileId(), 1, content.sha256());
    assertFault(Firmwares.ADD, new NewFirmware(shorter, "x", null, null, null), Fault.CONFLICT);
    String gap = ask(Files.OPEN, new Files.OpenFile()).fileId();
    ask(Files.APPEND, new Chunk(gap, 1, new byte[] {1}));
    assertFault(
        Firmwares.ADD,
        new NewFirmware(new Content(gap, 1, content.sha256()), "x", null, null, null),
        Fault.CONFLICT);
    add(content, "x");
    assertFault(Firmwares.ADD, new NewFirmware(content, "x", null, null, null), Fault.CONFLICT);
    assertFault(Files.APPEND, new Chunk(content.fileId(), 1, new byte[] {3}), Fault.NOT_FOUND);
    ask(Files.DISCARD, new Files.FileKey(content.fileId()));
    assertThat(ask(Firmwares.GET, new FirmwareKey(content.fileId())).size()).isEqualTo(2);
  }

  @Test
  void shouldBoundChunksAndFiles() {
    String id = ask(Files.OPEN, new Files.OpenFile()).fileId();
    assertFault(Files.APPEND, new Chunk(id, 0, new byte[Files.CHUNK_BYTES + 1]), Fault.INVALID);
    assertFault(Files.APPEND, new Chunk(id, 0, new byte[0]), Fault.INVALID);
    assertFault(Files.APPEND, new Chunk(id, 2, new byte[] {1}), Fault.INVALID);
    assertFault(Files.APPEND, new Chunk(id, -1, new byte[] {1}), Fault.INVALID);
    assertFault(Files.APPEND, new Chunk("nothing", 0, new byte[] {1}), Fault.NOT_FOUND);
  }

  @Test
  void shouldListTheNewestFirstInPages() {
    // newer than whatever the other tests left at the clock's first instant
    clock.advance(java.time.Duration.ofSeconds(1));
    Firmware older = add(written(new byte[] {1}), "older");
    clock.advance(java.time.Duration.ofSeconds(1));
    Firmware newer = add(written(new byte[] {2}), "newer");
    FirmwarePage first = ask(Firmwares.LIST, new FirmwareQuery(1, null));
    assertThat(first.items()).containsExactly(newer);
    FirmwarePage second = ask(Firmwares.LIST, new FirmwareQuery(1, first.next()));
    assertThat(second.items()).containsExactly(older);
  }

  @Test
  void shouldSweepAwayWhatWasNeverCompleted() {
    Content left = written(new byte[] {1});
    Content kept = written(new byte[] {1});
    add(kept, "kept");
    Content fresh = written(new byte[] {1});
    await(
        pool.preparedQuery(
                "update file set touched_at = touched_at - interval '61 minutes'"
                    + " where id = any($1)")
            .execute(Tuple.of(new String[] {left.fileId(), kept.fileId()})));
    org.awaitility.Awaitility.await()
        .until(() -> count("select count(*) from file where id = $1", left.fileId()) == 0);
    assertThat(count("select count(*) from file where id = $1", fresh.fileId())).isOne();
    assertThat(count("select count(*) from file where id = $1", kept.fileId())).isOne();
  }
}

package io.galvan.charger.firmware;

import io.galvan.charger.file.FileService;
import io.galvan.contract.firmware.Firmwares.Firmware;
import io.galvan.contract.firmware.Firmwares.FirmwareKey;
import io.galvan.contract.firmware.Firmwares.FirmwarePage;
import io.galvan.contract.firmware.Firmwares.FirmwareQuery;
import io.galvan.contract.firmware.Firmwares.NewFirmware;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The firmware images we host. */
final class FirmwareService {
  private static final int TEXT_LENGTH = 200;

  private final Pool pool;
  private final Writer writer;
  private final FirmwareStore store;
  private final FileService files;

  FirmwareService(Pool pool, Writer writer, FirmwareStore store, FileService files) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.files = files;
  }

  /** Answers {@code firmware.add}: from here on the image can be seen and fetched. */
  Future<Firmware> add(NewFirmware firmware) {
    check("name", firmware.name());
    check("version", firmware.version());
    check("vendor", firmware.vendor());
    check("model", firmware.model());
    if (firmware.name().isBlank()) {
      throw GalvanException.invalid("name", "name must not be empty");
    }
    if (firmware.content().size() == 0) {
      throw GalvanException.invalid("content", "an image must not be empty");
    }
    return writer
        .write(
            unit ->
                files
                    .complete(unit, firmware.content())
                    .compose(ok -> store.add(unit.sql(), firmware, unit.now())))
        .compose(ok -> get(new FirmwareKey(firmware.content().fileId())));
  }

  private static void check(String field, @Nullable String value) {
    if (value != null && (value.length() > TEXT_LENGTH || value.indexOf('\0') >= 0)) {
      throw GalvanException.invalid(
          field, field + " must have " + TEXT_LENGTH + " characters at most, and no U+0000");
    }
  }

  /** Answers {@code firmware.get}. */
  Future<Firmware> get(FirmwareKey key) {
    return store
        .get(pool, key.id())
        .compose(
            firmware ->
                firmware == null
                    ? Future.failedFuture(unknown())
                    : Future.succeededFuture(firmware));
  }

  /** Answers {@code firmware.list}, newest first. */
  Future<FirmwarePage> list(FirmwareQuery query) {
    return store
        .list(pool, query.limit(), Cursor.decode(query.cursor(), "firmware"))
        .map(
            found -> {
              if (found.size() <= query.limit()) {
                return new FirmwarePage(found, null);
              }
              List<Firmware> page = found.subList(0, query.limit());
              Firmware last = page.get(page.size() - 1);
              return new FirmwarePage(
                  page, new Cursor("firmware", last.createdAt().toString(), last.id()).encode());
            });
  }

  /** Answers {@code firmware.delete}. */
  Future<Done> delete(FirmwareKey key) {
    return writer.write(
        unit ->
            store
                .delete(unit.sql(), key.id())
                .compose(
                    deleted ->
                        deleted
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(unknown())));
  }

  private static GalvanException unknown() {
    return GalvanException.notFound("the firmware");
  }
}

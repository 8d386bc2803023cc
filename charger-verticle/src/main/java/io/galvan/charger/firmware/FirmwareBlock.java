package io.galvan.charger.firmware;

import io.galvan.charger.block.Followers;
import io.galvan.charger.file.FileService;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.platform.service.Wiring;

/** Firmware images that we host, and the updates of charging stations. */
public final class FirmwareBlock {
  public FirmwareBlock(Wiring wiring, Followers followers, FileService files) {
    var images = new FirmwareService(wiring.pool(), wiring.writer(), new FirmwareStore(), files);
    wiring.serve(Firmwares.ADD, images::add);
    wiring.serve(Firmwares.LIST, images::list);
    wiring.serve(Firmwares.GET, images::get);
    wiring.serve(Firmwares.DELETE, images::delete);
    var updates =
        new FirmwareUpdateService(
            wiring.platform(), wiring.pool(), wiring.writer(), new FirmwareUpdateStore());
    followers.add(updates);
    wiring.everyMinute("deleting old firmware updates", updates::deleteOld);
    wiring.serve(Firmwares.NEXT_REQUEST, updates::next);
    wiring.serve(Firmwares.UPDATE_OF, updates::get);
    wiring.serve(Firmwares.UPDATES, updates::list);
  }
}

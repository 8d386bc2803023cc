package io.galvan.charger.diagnostics;

import io.galvan.charger.block.Followers;
import io.galvan.charger.file.FileService;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.platform.service.Wiring;

/** Diagnostics and logs that charging stations upload. */
public final class DiagnosticsBlock {
  public DiagnosticsBlock(Wiring wiring, Followers followers, FileService files) {
    var store = new UploadStore();
    followers.add(new UploadFollower(wiring.platform(), store));
    var uploads =
        new UploadService(wiring.platform(), wiring.pool(), wiring.writer(), store, files);
    wiring.everyMinute("ending uploads that never came", uploads::expire);
    wiring.everyMinute("deleting old uploads", uploads::deleteOld);
    wiring.serve(Uploads.OPEN, uploads::open);
    wiring.serve(Uploads.GET, uploads::get);
    wiring.serve(Uploads.OF_COMMAND, uploads::get);
    wiring.serve(Uploads.LIST, uploads::list);
    wiring.serve(Uploads.ADMIT, uploads::admit);
    wiring.serve(Uploads.RECEIVED, uploads::received);
  }
}

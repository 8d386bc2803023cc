package io.galvan.charger.file;

import io.galvan.contract.file.Files;
import io.galvan.platform.service.Wiring;

/** Files in chunks: firmware images and uploads. */
public final class FileBlock {
  private final FileService files;

  public FileBlock(Wiring wiring) {
    files = new FileService(wiring.platform(), wiring.pool(), wiring.writer(), new FileStore());
    wiring.everyMinute("deleting unused files", files::deleteUnused);
    wiring.serve(Files.OPEN, files::open);
    wiring.serve(Files.APPEND, files::append);
    wiring.serve(Files.READ, files::read);
    wiring.serve(Files.DISCARD, files::discard);
  }

  public FileService files() {
    return files;
  }
}

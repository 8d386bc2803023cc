package io.galvan.contract.file;

import io.galvan.contract.firmware.Firmwares;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;

/**
 * Files the charger service keeps, in chunks that cross the bus one at a time. A file is opened,
 * filled, and completed by whoever gives it a meaning ({@link Firmwares#ADD}, {@link
 * Uploads#RECEIVED}); what is never completed is swept away.
 */
public final class Files {
  /** Bytes of every chunk but the last; as JSON between nodes it stays below 1 MB. */
  public static final int CHUNK_BYTES = 512 * 1024;

  public static final BusAddress<OpenFile, FileKey> OPEN =
      new BusAddress<>("file.open", OpenFile.class, FileKey.class);
  public static final BusAddress<Chunk, Done> APPEND =
      new BusAddress<>("file.append", Chunk.class, Done.class);
  public static final BusAddress<ChunkKey, Chunk> READ =
      new BusAddress<>("file.read", ChunkKey.class, Chunk.class);
  public static final BusAddress<FileKey, Done> DISCARD =
      new BusAddress<>("file.discard", FileKey.class, Done.class);

  private Files() {}

  public record OpenFile() {}

  public record FileKey(String fileId) {}

  public record ChunkKey(String fileId, int number) {}

  /** Numbers count from 0; all chunks but the last have {@link #CHUNK_BYTES}. */
  public record Chunk(String fileId, int number, byte[] bytes) {}

  /** What was written to a file, as the one who wrote it counted; the service counts again. */
  public record Content(String fileId, long size, String sha256) {}
}

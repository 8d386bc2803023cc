package io.galvan.charger.file;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandSent;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.file.Files;
import io.galvan.contract.file.Files.Chunk;
import io.galvan.contract.file.Files.Content;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.ocpp.OcppVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What tests of files, firmware and uploads share: files written, commands sent and answered. */
public abstract class FileFixture extends ChargerFixture {
  protected static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of these chunks, not completed yet. */
  protected Content written(byte[]... chunks) {
    String id = ask(Files.OPEN, new Files.OpenFile()).fileId();
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < chunks.length; i++) {
      ask(Files.APPEND, new Chunk(id, i, chunks[i]));
      all.writeBytes(chunks[i]);
    }
    return new Content(id, all.size(), sha256(all.toByteArray()));
  }

  /** A command that was stored, and is not sent. */
  protected Command opened(String chargerId, String action, String request) {
    return ask(
            Commands.OPEN,
            new OpenCommand(
                chargerId, action, OcppVersion.V1_6, request.replace('\'', '"'), null, null))
        .command();
  }

  protected Command sent(String chargerId, String action, String request) {
    Command command = opened(chargerId, action, request);
    ask(Commands.SENT, new CommandSent(command.id(), clock.instant(), "node-1"));
    return command;
  }

  protected void accepted(Command command, @Nullable String status, String response) {
    close(command, CommandState.Accepted, status, response, null);
  }

  protected void close(
      Command command,
      CommandState state,
      @Nullable String status,
      @Nullable String response,
      @Nullable String errorCode) {
    ask(
        Commands.CLOSE,
        new CloseCommand(
            command.id(),
            state,
            status,
            response == null ? null : response.replace('\'', '"'),
            errorCode,
            null));
  }

  protected void notice(String id, NoticeKind kind, String value, @Nullable Integer requestId) {
    ask(Chargers.NOTICE, new Notice(id, kind, value, requestId, null, null));
  }
}

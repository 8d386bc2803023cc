package io.galvan.charger.security;

import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.DeleteCertificateRequest;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsRequest;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsResponse;
import io.galvan.ocpp.v16.InstallCertificateRequest;
import io.galvan.ocpp.v2.CertificateHashData;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What commands about certificates and their answers say, in the words of no version. */
final class CertificateAnswers {
  record Installed(String type, String certificate) {}

  /**
   * @param types what was asked for; empty is all
   */
  record Listed(Set<String> types, List<Held> held) {
    boolean covers(String type) {
      return types.isEmpty() || types.contains(type);
    }
  }

  /**
   * @param children of a chain
   */
  record Held(String type, HashData hash, @Nullable List<HashData> children) {}

  private CertificateAnswers() {}

  private static boolean is16(Command command) {
    return version(command) == OcppVersion.V1_6;
  }

  private static OcppVersion version(Command command) {
    return command.version() == null ? OcppVersion.V1_6 : command.version();
  }

  /** An InstallCertificate. */
  static Optional<Installed> installed(Command command) {
    return is16(command)
        ? Payload.read(command.request(), InstallCertificateRequest.class)
            .map(request -> new Installed(request.certificateType().name(), request.certificate()))
        : Payload.read(
                command.request(),
                io.galvan.ocpp.v2.InstallCertificateRequest.class,
                version(command))
            .map(request -> new Installed(request.certificateType().name(), request.certificate()));
  }

  /** A DeleteCertificate. */
  static Optional<HashData> deleted(Command command) {
    return is16(command)
        ? Payload.read(command.request(), DeleteCertificateRequest.class)
            .map(request -> hash(request.certificateHashData()))
        : Payload.read(
                command.request(),
                io.galvan.ocpp.v2.DeleteCertificateRequest.class,
                version(command))
            .map(request -> hash(request.certificateHashData()));
  }

  /** A GetInstalledCertificateIds; one that found nothing lists nothing. */
  static Optional<Listed> listed(Command command) {
    return is16(command) ? listed16(command) : listed2(command);
  }

  private static Optional<Listed> listed16(Command command) {
    return Payload.read(command.request(), GetInstalledCertificateIdsRequest.class)
        .map(
            request -> {
              String type = request.certificateType().name();
              List<Held> held =
                  Payload.read(command.response(), GetInstalledCertificateIdsResponse.class)
                      .map(GetInstalledCertificateIdsResponse::certificateHashData)
                      .orElse(List.of())
                      .stream()
                      .map(each -> new Held(type, hash(each), null))
                      .toList();
              return new Listed(Set.of(type), held);
            });
  }

  private static Optional<Listed> listed2(Command command) {
    return Payload.read(
            command.request(),
            io.galvan.ocpp.v2.GetInstalledCertificateIdsRequest.class,
            version(command))
        .map(
            request -> {
              Set<String> types =
                  request.certificateType() == null
                      ? Set.of()
                      : request.certificateType().stream()
                          .map(Enum::name)
                          .collect(Collectors.toUnmodifiableSet());
              List<Held> held =
                  Payload.read(
                          command.response(),
                          io.galvan.ocpp.v2.GetInstalledCertificateIdsResponse.class,
                          version(command))
                      .map(
                          io.galvan.ocpp.v2.GetInstalledCertificateIdsResponse
                              ::certificateHashDataChain)
                      .orElse(List.of())
                      .stream()
                      .map(
                          chain ->
                              new Held(
                                  chain.certificateType().name(),
                                  hash(chain.certificateHashData()),
                                  chain.childCertificateHashData() == null
                                      ? null
                                      : chain.childCertificateHashData().stream()
                                          .map(CertificateAnswers::hash)
                                          .toList()))
                      .toList();
              return new Listed(types, held);
            });
  }

  private static HashData hash(io.galvan.ocpp.v16.CertificateHashData hash) {
    return new HashData(
        hash.hashAlgorithm().name(),
        hash.issuerNameHash(),
        hash.issuerKeyHash(),
        hash.serialNumber());
  }

  private static HashData hash(CertificateHashData hash) {
    return new HashData(
        hash.hashAlgorithm().name(),
        hash.issuerNameHash(),
        hash.issuerKeyHash(),
        hash.serialNumber());
  }
}

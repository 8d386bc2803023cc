package io.galvan.central.files;

import io.galvan.contract.firmware.Firmwares.Firmware;
import io.galvan.platform.config.Settings;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where chargers reach what we host. */
public final class PublicUrl {
  private PublicUrl() {}

  /** As set; else where the one who asks reached us. */
  public static String of(Settings settings, HttpServerRequest request) {
    String set = settings.publicUrl();
    if (set != null) {
      return set.replaceFirst("/+$", "");
    }
    if (request.authority() == null) {
      throw GalvanException.invalid("Host", "set GALVAN_PUBLIC_URL or send a Host header");
    }
    return request.scheme() + "://" + request.authority();
  }

  /** The same over TLS: as set, or the port on which stations come with TLS. */
  public static String secure(Settings settings, HttpServerRequest request) {
    String base = of(settings, request);
    if (base.startsWith("https:")) {
      return base;
    }
    if (!settings.tlsEnabled() || settings.ocppTlsPort() <= 0) {
      throw GalvanException.invalid(
          "secure",
          "there is no TLS here: set GALVAN_TLS and GALVAN_OCPP_TLS_PORT, or GALVAN_PUBLIC_URL to one with https");
    }
    String host = settings.publicHost();
    return "https://"
        + (host == null ? URI.create(base).getHost() : host)
        + ":"
        + settings.ocppTlsPort();
  }

  /** Where the image is fetched. */
  public static String of(String base, Firmware firmware) {
    String name = URLEncoder.encode(firmware.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return base + FileRoutes.FIRMWARE + firmware.id() + "/" + name;
  }
}

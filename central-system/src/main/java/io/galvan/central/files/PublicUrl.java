package io.galvan.central.files;

import io.galvan.platform.config.Settings;
import io.galvan.platform.contract.Firmwares.Firmware;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.http.HttpServerRequest;
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

  /** Where the image is fetched. */
  public static String of(String base, Firmware firmware) {
    String name = URLEncoder.encode(firmware.name(), StandardCharsets.UTF_8).replace("+", "%20");
    return base + FileRoutes.FIRMWARE + firmware.id() + "/" + name;
  }
}

package io.galvan.central.api.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import java.util.ArrayList;

/** The TariffType of OCPP 2.1 as an operator gives it. */
final class StationTariff {
  private static final String FIELD = "stationTariff";

  private StationTariff() {}

  /** As it is told to stations; its id and its currency are those of the tariff it belongs to. */
  static String of(String tariffId, String currency, Json given) {
    try {
      JsonNode tariff = Mapper.JSON.readTree(given.text());
      if (!(tariff instanceof ObjectNode elements)) {
        throw GalvanException.invalid(FIELD, "must be an object");
      }
      elements.put("tariffId", tariffId).put("currency", currency);
      Shape<Tariff> shape = Shape.of(Tariff.class, OcppVersion.V2_1);
      return shape.write(shape.read(elements.toString(), Reading.STRICT, new ArrayList<>()));
    } catch (JsonProcessingException e) {
      throw GalvanException.invalid(FIELD, "must be a JSON object");
    } catch (Violation e) {
      throw GalvanException.invalid(FIELD, "must be a TariffType of OCPP 2.1: " + e.getMessage());
    }
  }
}

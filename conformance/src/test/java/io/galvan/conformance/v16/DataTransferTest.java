package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class DataTransferTest extends Suite16 {
  @Test
  void TC_064_dataTransferOfUnknownVendor() {
    JsonNode answer =
        station.call("DataTransfer", "{'vendorId':'no.such.vendor','messageId':'1','data':'d'}");
    assertThat(answer.get("status").asText())
        .isIn("Rejected", "UnknownMessageId", "UnknownVendorId");
    seen.assertNoticed("DataTransfer", "no.such.vendor");
  }
}

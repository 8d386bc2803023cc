package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.Suite2;
import org.junit.jupiter.api.Test;

/** O, display messages: what 2.1 adds. */
@OverEveryTransport
class DisplayMessageTest extends Suite2 {
  private static final int MESSAGE = 9;

  private JsonNode shown() {
    return operator.get("/chargers/" + id + "/holdings?kind=DisplayMessage").get("items");
  }

  @Test
  void TC_O_100_languageNotSupported() {
    JsonNode request =
        Json.of(
            "{'message':{'id':%d,'priority':'NormalCycle','message':{'format':'UTF8','language':'tlh','content':'nuqneH'}}}",
            MESSAGE);
    sends(
        "SetDisplayMessage",
        request,
        Json.of(
            "{'status':'LanguageNotSupported','statusInfo':{'reasonCode':'UnsupportedParam','additionalInfo':'en and nl only'}}"));
    assertThat(shown()).isEmpty();
  }

  @Test
  void TC_O_101_messageInSeveralLanguages() {
    JsonNode request =
        Json.of(
            "{'message':{'id':%d,'priority':'NormalCycle','message':{'format':'UTF8','language':'en','content':'Welcome'},'messageExtra':[{'format':'UTF8','language':'nl','content':'Welkom'}]}}",
            MESSAGE);
    sends("SetDisplayMessage", request, "Accepted");
    assertThat(shown().at("/0/content")).isEqualTo(request.get("message"));
  }
}

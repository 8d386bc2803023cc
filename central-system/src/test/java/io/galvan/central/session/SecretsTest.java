package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2,'1','ChangeConfiguration',{'key':'AuthorizationKey','value':'s3cret'}]",
        "[2,'1','ChangeConfiguration',{'value':'s3cret','key':'AUTHORIZATIONKEY'}]",
        "[2,'1','ChangeConfiguration',{'value':'s3cret','x':'{','key':'authorizationkey'}]",
        "[3,'1',{'configurationKey':[{'key':'A','readonly':true,'value':'1'},{'key':'AuthorizationKey','readonly':false,'value':'s3cret'}]}]",
        "[3,'1',{'configurationKey':[{'key':'AuthorizationKey','readonly':false,'value':{'x':'s3cret'}}]}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'{\\'key\\':\\'AuthorizationKey\\',\\'value\\':\\'s3cret\\'}'}]",
        // No JSON, or only the beginning of it.
        "[2,'1','ChangeConfiguration',{'key':'AuthorizationKey','value':'s3cret",
        "[2,'1','ChangeConfiguration',{'value':'s3cret','key':'AuthorizationKey'",
        "[2,'1','ChangeConfiguration',{'value':'a\\'s3cret','key':'AuthorizationKey'",
        "[2,'1','ChangeConfiguration',{'key':'AuthorizationKey','value':s3cret",
        // Passwords of file servers, keys of certificates.
        "[2,'1','GetDiagnostics',{'location':'ftp://up:s3cret@files.example/logs'}]",
        "[2,'1','GetDiagnostics',{'location':'ftp:\\/\\/up:s3cret@files.example\\/logs'}]",
        "[2,'1','UpdateFirmware',{'location':'ftp://up:p@s3cret@files.example/fw'}]",
        "[2,'1','CertificateSigned',{'certificateChain':'-----BEGIN EC PRIVATE KEY-----\\ns3cret\\n-----END EC PRIVATE KEY-----'}]",
      })
  void shouldMaskEverySecret(String text) {
    String json = text.replace('\'', '"');
    assertThat(Secrets.mask(json)).doesNotContain("s3cret").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[2,'1','GetConfiguration',{'key':['AuthorizationKey']}]",
        "[3,'1',{'configurationKey':[{'key':'AuthorizationKey','readonly':false}]}]",
        "[3,'1',{'configurationKey':[{'key':'AuthorizationKey','readonly':false,'value':null}]}]",
        "[3,'1',{'unknownKey':['AuthorizationKey']}]",
        "[2,'1','ChangeConfiguration',{'key':'HeartbeatInterval','value':'60'}]",
        "[2,'1','CertificateSigned',{'certificateChain':'-----BEGIN CERTIFICATE-----\\nMII\\n'}]",
        "[2,'1','GetDiagnostics',{'location':'http://files.example:8080/logs/a@b'}]",
        "no frame at all: value"
      })
  void shouldLeaveWhatIsNoSecretAsItWas(String text) {
    String json = text.replace('\'', '"');
    assertThat(Secrets.mask(json)).isEqualTo(json);
  }

  @Test
  void shouldMaskLongTextsWithoutTheStackEnding() {
    String escaped = "\\\"".repeat(500_000);
    assertThat(Secrets.mask("{\"key\":\"AuthorizationKey\",\"value\":\"" + escaped))
        .isEqualTo("{\"key\":\"AuthorizationKey\",\"value\":\"***\"");
    assertThat(Secrets.mask("AuthorizationKey" + "[".repeat(1_000_000))).endsWith("[[[");
    assertThat(Secrets.mask("://a:".repeat(200_000) + "@")).isNotEmpty();
  }
}

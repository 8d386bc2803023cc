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
        // Variables and network profiles of 2.x.
        "[2,'1','SetVariables',{'setVariableData':[{'attributeValue':'s3cret','component':{'name':'SecurityCtrlr'},'variable':{'name':'BasicAuthPassword'}}]}]",
        "[3,'1',{'getVariableResult':[{'attributeStatus':'Accepted','attributeValue':'s3cret','component':{'name':'NetworkConfiguration'},'variable':{'name':'SimPin'}}]}]",
        "[2,'1','NotifyReport',{'reportData':[{'component':{'name':'WebPaymentsCtrlr'},'variable':{'name':'SharedSecret'},'variableAttribute':[{'value':'s3cret'}]}]}]",
        "[2,'1','NotifyEvent',{'eventData':[{'actualValue':'s3cret','variable':{'name':'vpnkey'}}]}]",
        "[2,'1','SetNetworkProfile',{'connectionData':{'basicAuthPassword':'s3cret','apn':{'apnPassword':'s3cret'},'vpn':{'key':'s3cret','password':'s3cret'}}}]",
        "[2,'1','SetVariables',{'setVariableData':[{'attributeValue':'s3cret','variable':{'name':'BasicAuthPassword'",
        "[2,'1','SetNetworkProfile',{'vpn':{'password':'s3cret','key':'s3cret",
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

  /** 2.0.1 part 2, A01 and B09: the password is a variable, others have fields of their own. */
  @Test
  void shouldMaskTheSecretsOf2x() {
    assertThat(
            Secrets.mask(
                "[2,\"1\",\"SetVariables\",{\"setVariableData\":[{\"attributeValue\":\"hush-hush-hush-hush\","
                    + "\"component\":{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"basicAuthPassword\"}},"
                    + "{\"attributeValue\":\"60\",\"component\":{\"name\":\"OCPPCommCtrlr\"},"
                    + "\"variable\":{\"name\":\"HeartbeatInterval\"}}]}]"))
        .doesNotContain("hush")
        .contains("\"60\"");
    assertThat(
            Secrets.mask(
                "{\"connectionData\":{\"basicAuthPassword\":\"hush1\",\"apn\":{\"apnPassword\":\"hush2\"},"
                    + "\"vpn\":{\"user\":\"me\",\"password\":\"hush3\",\"key\":\"hush4\"}}}"))
        .doesNotContain("hush")
        .contains("\"me\"");
    assertThat(
            Secrets.mask(
                "{\"attributeValue\":\"hush\",\"variable\":{\"name\":\"BasicAuthPassword\""))
        .doesNotContain("hush");
  }
}

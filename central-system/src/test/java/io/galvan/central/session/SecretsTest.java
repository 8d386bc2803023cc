package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.json.Mapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  /** A pass over so much takes some 50 ms; one that looks back takes minutes. */
  private static final int CHARS = 400_000;

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
        // What vendors write.
        "[2,'1','DataTransfer',{'vendorId':'V','data':'password=s3cret'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'user=me&password = s3cret;x=1'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'{\\'authorizationKey\\':\\'s3cret\\'}'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':{'authorizationKey':'s3cret'}}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'{authorizationKey: s3cret}'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'AuthorizationKey s3cret'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','data':'Authorization: Basic s3cret'}]",
        "[2,'1','DataTransfer',{'vendorId':'V','headers':{'Authorization':'Basic s3cret'}}]",
        "[2,'1','UpdateFirmware',{'location':'https://files.example/fw?token=s3cret&x=1'}]",
        "[2,'1','UpdateFirmware',{'location':'https://files.example/fw?access_token=s3cret'}]",
        "[2,'1','GetLog',{'log':{'remoteLocation':'http://csms/uploads/12-s3cret/log'}}]",
        "[4,'1','InternalError','cannot set AuthorizationKey s3cret',{}]",
        "password=s3cret",
        "?token=s3cret",
        "AuthorizationKey s3cret",
        "{'authorizationKey':'s3cret'",
        "'Authorization':'Basic s3cret",
        "Authorization: Bearer s3cret",
        // Broken JSON in JSON, and what a reader of JSON leaves out.
        "[2,'1','DataTransfer',{'data':'{\\'key\\':\\'AuthorizationKey\\',\\'value\\':\\'s3cret",
        "[2,'1','DataTransfer',{'data':'{\\'password\\':\\'s\\\\\\'s3cret\\'}'",
        "[2,'1','DataTransfer',{'password':'s3cret','password':null}]",
        "[2,'1','DataTransfer',{'ftp://up:s3cret@files.example':1}]",
        "[2,'1','DataTransfer',{}] 'password':'s3cret'",
        "{'password':{'x':'s3cret'",
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
        "[2,'1','SendLocalList',{'localAuthorizationList':[{'idTag':'A'}]}]",
        "[2,'1','SetVariables',{'setVariableData':[{'attributeValue':'1','variable':{'name':'AuthorizationCacheEnabled'}}]}]",
        "[2,'1','StartTransaction',{'idTag':'me@example.com'}]",
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

  /** Whatever a stranger sends: the time grows with the length, not with its square. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'vpn'",
        "{'vpn':{",
        "'vpn':{'key':",
        "'value':",
        "'value' ",
        "'value':'",
        "'attributeValue':'\\",
        "'password'  :  ",
        "password",
        "password\\",
        "AuthorizationKey ",
        "Authorization: Basic ",
        "token=",
        "'raw':'",
        "://",
        "http://a:",
        "://a:b@",
        ":\\/\\/",
        "-----BEGIN ",
        "-----BEGIN A PRIVATE KEY",
        "uploads/1-",
        "uploads\\/123",
        "pppp",
        "[",
        "{'a':",
        "['",
      })
  void shouldTakeTimeByTheLengthAlone(String token) {
    String named = "x\"password\"@uploads PRIVATE KEY-----";
    String broken = named + token.replace('\'', '"').repeat(CHARS / token.length());
    String whole = Mapper.write(List.of(2, "1", "DataTransfer", Map.of("data", broken)));
    String twice = Mapper.write(List.of(whole));
    for (String text : List.of(broken, whole, twice, token.repeat(CHARS / token.length()))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(2),
          () -> {
            Secrets.mask(text);
            Secrets.maskRepairs("[]", text);
          });
    }
  }

  @Test
  void shouldCutATextThatIsLongerThanAnyFrame() {
    String text = "[\"AuthorizationKey\",{\"value\":\"s3cret\"}" + " ".repeat(2_000_000);
    assertThat(Secrets.mask(text)).hasSizeLessThanOrEqualTo(1 << 20).doesNotContain("s3cret");
  }

  @Test
  void shouldLeaveTheRestOfABrokenTextAsItWas() {
    assertThat(Secrets.mask("x {\"password\" : \"s3\\\"cret\", \"key\":\"A\"} tail"))
        .isEqualTo("x {\"password\" : \"***\", \"key\":\"A\"} tail");
    assertThat(Secrets.mask("ftp://me:s3cret@host/x?token=s3cret&y=1 -"))
        .isEqualTo("ftp://me:***@host/x?token=***&y=1 -");
  }

  @Test
  void shouldMaskWhatWasRepairedInAMessageThatNamesThePassword() {
    String repairs =
        Mapper.write(List.of(new Deviation("$.value", "Trimmed", " s3cret", "s3cret")));
    assertThat(Secrets.maskRepairs(repairs, "{\"key\":\"AuthorizationKey\"}"))
        .doesNotContain("s3cret")
        .contains("$.value", "Trimmed");
    assertThat(Secrets.maskRepairs(repairs, "{\"key\":\"Other\"}")).isEqualTo(repairs);
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

package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.ConformanceReport.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
  private static final Path CASES = Path.of("../../shared/ocpp/octt-csms-1.6.md");

  @Test
  void shouldListInTheDocumentWhatTheSuitePlays() throws IOException {
    Assumptions.assumeFalse(Boolean.getBoolean("conformance.write"), "the list is being written");
    assertThat(ConformanceReport.documented())
        .as("written anew with -Dconformance.write=true")
        .containsExactlyElementsOf(ConformanceReport.all().stream().map(Case::test).toList());
  }

  @Test
  void shouldPlayEachCaseOnce() {
    assertThat(ConformanceReport.all()).extracting(Case::id).hasSize(77).doesNotHaveDuplicates();
  }

  @Test
  void shouldPlayEveryCertificationCaseAndNoOther() throws IOException {
    Assumptions.assumeTrue(Files.exists(CASES), "the list of cases is not at hand in " + CASES);
    List<String> cases =
        Pattern.compile("^- (TC_\\d+(?:_\\d+)?) ", Pattern.MULTILINE)
            .matcher(Files.readString(CASES))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(ConformanceReport.all())
        .extracting(Case::id)
        .containsExactlyInAnyOrderElementsOf(cases);
  }
}

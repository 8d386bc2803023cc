package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.ConformanceReport.Case;
import io.galvan.conformance.ConformanceReport.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConformanceReportTest {
  private static final Path FOLDER = Path.of("../../shared/ocpp");

  @ParameterizedTest
  @EnumSource
  void shouldListInTheDocumentWhatTheSuitePlays(Section section) throws IOException {
    Assumptions.assumeFalse(Boolean.getBoolean("conformance.write"), "the list is being written");
    assertThat(section.documented())
        .as("written anew with -Dconformance.write=true")
        .containsExactlyElementsOf(section.cases().stream().map(Case::test).toList());
  }

  @Test
  void shouldPlayEachCaseOf16Once() {
    assertThat(Section.CASES_16.cases()).extracting(Case::id).doesNotHaveDuplicates();
  }

  @Test
  void shouldPlayEveryCertificationCaseOf16AndNoOther() throws IOException {
    assertThat(Section.CASES_16.cases())
        .extracting(Case::id)
        .containsExactlyInAnyOrderElementsOf(cases("octt-csms-1.6.md", "^- (TC_\\d+(?:_\\d+)?) "));
  }

  /** Mandatory is what a profile marks so; cases in no profile may be played beside. */
  @Test
  void shouldPlayEveryMandatoryCaseOf201() throws IOException {
    assertThat(Section.CASES_201.cases())
        .extracting(Case::id)
        .containsAll(cases("octt-csms-2.0.1.md", "^- (TC_[A-Z]_\\d+) \\[[^\\]]*\\bM\\b[^\\]]*\\]"))
        .isSubsetOf(cases("octt-csms-2.0.1.md", "^- (TC_[A-Z]_\\d+) "));
  }

  @Test
  void shouldPlayTheNewMandatoryCasesOf21() throws IOException {
    assertThat(Section.CASES_21.cases())
        .extracting(Case::id)
        .containsAll(
            cases("octt-csms-2.1-new.md", "^- (TC_[A-Z]_\\d+) \\[[^\\]]*\\bM\\b[^\\]]*\\]"))
        .isSubsetOf(cases("octt-csms-2.1-new.md", "^- (TC_[A-Z]_\\d+) "));
  }

  private static List<String> cases(String file, String pattern) throws IOException {
    Path cases = FOLDER.resolve(file);
    Assumptions.assumeTrue(Files.exists(cases), "the list of cases is not at hand in " + cases);
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(Files.readString(cases))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}

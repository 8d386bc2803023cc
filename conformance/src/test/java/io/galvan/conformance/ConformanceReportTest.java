package io.galvan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.ConformanceReport.Case;
import io.galvan.conformance.ConformanceReport.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConformanceReportTest {
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
        .containsExactlyInAnyOrderElementsOf(cases(Version.V1_6, false));
  }

  /** Mandatory is what a profile marks so; cases in no profile may be played beside. */
  @ParameterizedTest
  @CsvSource({"V2_0_1,CASES_201", "V2_1,CASES_21"})
  void shouldPlayEveryMandatoryCaseOf2(Version version, Section section) throws IOException {
    assertThat(section.cases())
        .extracting(Case::id)
        .containsAll(cases(version, true))
        .isSubsetOf(cases(version, false));
  }

  private static List<String> cases(Version version, boolean mandatory) throws IOException {
    try (InputStream in =
        ConformanceReportTest.class.getResourceAsStream("certification-cases.txt")) {
      List<String> cases =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.split(" "))
              .filter(words -> words[0].equals(version.number()))
              .filter(words -> !mandatory || words.length == 3)
              .map(words -> words[1])
              .toList();
      assertThat(cases).isNotEmpty();
      return cases;
    }
  }
}

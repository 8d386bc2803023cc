package io.galvan.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the simulator may lean on. */
@AnalyzeClasses(
    packages = "io.galvan.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noWallClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.OffsetDateTime.class, "now");

  @ArchTest
  static final ArchRule noSleep =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyLeansOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..cli..", "picocli..");

  @ArchTest
  static final ArchRule transportsKnowNoStation =
      noClasses()
          .that()
          .resideInAPackage("..transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..station..", "..behaviour..", "..fleet..", "..load..");

  @ArchTest
  static final ArchRule aReplayKnowsNoStation =
      noClasses()
          .that()
          .resideInAPackage("..replay..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..station..", "..behaviour..", "..fleet..", "..load..");

  @ArchTest
  static final ArchRule aLoadKnowsNoStation =
      noClasses()
          .that()
          .resideInAPackage("..load..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..station..", "..behaviour..", "..fleet..");
}

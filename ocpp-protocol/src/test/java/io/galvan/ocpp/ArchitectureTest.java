package io.galvan.ocpp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the protocol may lean on. */
@AnalyzeClasses(packages = "io.galvan.ocpp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyJacksonCoreAndTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "com.fasterxml.jackson.core..", "org.jspecify..", "io.galvan.ocpp..");

  @ArchTest
  static final ArchRule framesAndShapesKnowNoMessages =
      noClasses()
          .that()
          .resideInAnyPackage("io.galvan.ocpp.rpc..", "io.galvan.ocpp.shape..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.galvan.ocpp.v16..");

  @ArchTest
  static final ArchRule noWallClock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.OffsetDateTime.class, "now");
}

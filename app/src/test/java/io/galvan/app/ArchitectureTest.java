package io.galvan.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules of the house, over all modules. */
@AnalyzeClasses(packages = "io.galvan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modulesDependInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.galvan..")
          .layer("app")
          .definedBy("io.galvan.app..")
          .layer("central")
          .definedBy("io.galvan.central..")
          .layer("dashboard")
          .definedBy("io.galvan.dashboard..")
          .layer("auth")
          .definedBy("io.galvan.auth..")
          .layer("charger")
          .definedBy("io.galvan.charger..")
          .layer("transaction")
          .definedBy("io.galvan.transaction..")
          .layer("notification")
          .definedBy("io.galvan.notification..")
          .layer("contracts")
          .definedBy("io.galvan.contract..")
          .layer("platform")
          .definedBy("io.galvan.platform..")
          .layer("protocol")
          .definedBy("io.galvan.ocpp..")
          .layer("simulator")
          .definedBy("io.galvan.simulator..")
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("central")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("simulator")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("dashboard")
          .mayOnlyBeAccessedByLayers("central")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers("central", "app")
          .whereLayer("charger")
          .mayOnlyBeAccessedByLayers("central")
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("central")
          .whereLayer("notification")
          .mayOnlyBeAccessedByLayers("central")
          .whereLayer("contracts")
          .mayOnlyBeAccessedByLayers(
              "app", "central", "auth", "charger", "transaction", "notification")
          .whereLayer("platform")
          .mayOnlyBeAccessedByLayers(
              "app", "central", "auth", "charger", "transaction", "notification", "contracts");

  @ArchTest
  static final ArchRule packagesOfThePlatformHaveNoCycles =
      slices().matching("io.galvan.platform.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheContractsHaveNoCycles =
      slices().matching("io.galvan.contract.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheCentralSystemHaveNoCycles =
      slices().matching("io.galvan.central.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theProtocolKnowsJsonAndNothingElse =
      classes()
          .that()
          .resideInAPackage("io.galvan.ocpp..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.galvan.ocpp..",
                  "java..",
                  "com.fasterxml.jackson.core..",
                  "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule nobodyReadsTheWallClock =
      noClasses()
          .should()
          .callMethodWhere(
              target(
                  named(
                      "the wall clock",
                      Set.of(
                          "java.lang.System.currentTimeMillis",
                          "java.time.Instant.now",
                          "java.time.LocalDate.now",
                          "java.time.LocalDateTime.now",
                          "java.time.OffsetDateTime.now",
                          "java.time.ZonedDateTime.now",
                          "java.util.Date.<init>"))))
          .because("time comes from an injected java.time.Clock");

  @ArchTest
  static final ArchRule nothingBlocksAnEventLoop =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.galvan.app..",
              "io.galvan.simulator.cli..",
              "io.galvan.simulator.scenario..",
              "io.galvan.simulator.mqttcheck..",
              "io.galvan.platform.db..",
              "..testing..")
          .should()
          .callMethodWhere(
              target(
                  named(
                      "what blocks",
                      Set.of(
                          "java.lang.Thread.sleep",
                          "java.lang.Thread.join",
                          "java.util.concurrent.CountDownLatch.await",
                          "java.util.concurrent.CompletableFuture.get",
                          "java.util.concurrent.CompletableFuture.join",
                          "java.util.concurrent.Future.get",
                          "io.vertx.core.Future.await",
                          "java.sql.DriverManager.getConnection"))));

  /**
   * Methods by their owner's and their own name; a wall clock taken with an injected Clock as
   * argument is none.
   */
  private static DescribedPredicate<AccessTarget> named(String what, Set<String> names) {
    return describe(
        what,
        (AccessTarget target) ->
            names.contains(target.getOwner().getName() + "." + target.getName())
                && !target.getFullName().endsWith("(java.time.Clock)"));
  }
}

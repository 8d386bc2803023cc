package io.galvan.charger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;

@AnalyzeClasses(packages = "io.galvan.charger", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule shouldHaveNoCyclesBetweenPackages =
      slices().matching("io.galvan.charger.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule shouldDependOnThePlatformAndTheProtocolOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.galvan.charger..",
              "io.galvan.contract..",
              "io.galvan.platform..",
              "io.galvan.ocpp..",
              "io.vertx.core..",
              "io.vertx.sqlclient..",
              "io.micrometer.core..",
              "com.fasterxml.jackson..",
              "org.slf4j..",
              "org.jspecify..",
              "java..",
              "javax.security.auth.x500..");

  @ArchTest
  static final ArchRule shouldNotReadTheWallClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule shouldNotBlock =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .callMethod(CompletableFuture.class, "get")
          .orShould()
          .callMethod(io.vertx.core.Future.class, "await")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule shouldKeepSqlInStores =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Store")
          .should()
          .callMethodWhere(
              describe(
                  "a query is made",
                  call ->
                      call.getName().equals("query") || call.getName().equals("preparedQuery")));
}

package io.galvan.auth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

@AnalyzeClasses(packages = "io.galvan.auth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule shouldHaveNoCyclesBetweenPackages =
      slices().matching("io.galvan.auth.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule shouldKnowThePlatformAndNoOtherService =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.galvan.auth..",
                  "io.galvan.contract..",
                  "io.galvan.platform..",
                  "io.galvan.ocpp..",
                  "io.vertx..",
                  "io.micrometer..",
                  "org.bouncycastle..",
                  "org.slf4j..",
                  "org.jspecify..",
                  "java..",
                  "javax.security.auth.x500..",
                  "javax.crypto.."));

  @ArchTest
  static final ArchRule shouldTakeTheTimeFromTheInjectedClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(java.util.Date.class);

  @ArchTest
  static final ArchRule shouldNeverBlockAnEventLoop =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Future.class, "await")
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .callMethod(CompletableFuture.class, "get")
          .orShould()
          .callMethod(CompletionStage.class, "toCompletableFuture")
          .orShould()
          .callMethod(java.util.concurrent.Future.class, "get");
}

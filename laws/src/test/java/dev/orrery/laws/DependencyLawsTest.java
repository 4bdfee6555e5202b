package dev.orrery.laws;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The laws of `docs/architecture.md` that the byte code can show.
@AnalyzeClasses(packages = "dev.orrery", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyLawsTest {
  private static final String[] SERVICES = {
    "dev.orrery.location..",
    "dev.orrery.ipam..",
    "dev.orrery.instance..",
    "dev.orrery.permissions..",
    "dev.orrery.handlers.."
  };

  @ArchTest
  static final ArchRule noServiceKnowsAnother =
      slices()
          .matching("dev.orrery.(location|ipam|instance|permissions|handlers)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule noServiceCallsAnyone =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "io.vertx.ext.web.client..", "org.apache.http..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.vertx.core.http.HttpClient");

  @ArchTest
  static final ArchRule theKitKnowsNoService =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery.kit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES);

  @ArchTest
  static final ArchRule theKitHasNoBaseClasses =
      classes()
          .that()
          .resideInAPackage("dev.orrery.kit..")
          .and(not(INTERFACES))
          .and()
          .areNotEnums()
          .should()
          .notHaveModifier(JavaModifier.ABSTRACT);

  @ArchTest
  static final ArchRule idsCompositionAndPlanningKnowNoFramework =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.orrery.kit.ids..",
              "dev.orrery.gateway.composition..",
              "dev.orrery.gateway.planning..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.crypto..",
              "org.jspecify..",
              "com.github.f4b6a3.uuid..",
              "com.fasterxml.jackson..",
              "graphql..",
              "dev.orrery.kit.ids..",
              "dev.orrery.gateway.composition..",
              "dev.orrery.gateway.planning..");

  @ArchTest
  static final ArchRule compositionStandsAtTheBottom =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery.gateway.composition..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.orrery.gateway.planning..",
              "dev.orrery.gateway.execution..",
              "dev.orrery.gateway.server..");

  @ArchTest
  static final ArchRule planningKnowsNoExecution =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery.gateway.planning..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.orrery.gateway.execution..", "dev.orrery.gateway.server..");

  @ArchTest
  static final ArchRule onlyTheGatewaysServerKnowsQuarkus =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.orrery.gateway.composition..",
              "dev.orrery.gateway.planning..",
              "dev.orrery.gateway.execution..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.quarkus..", "jakarta..", "dev.orrery.gateway.server.."));

  /// Each session says first what it reaches; one that somebody else opened would not.
  @ArchTest
  static final ArchRule onlyTheKitsDatabaseOpensSessions =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .or()
          .resideInAnyPackage(
              "dev.orrery.kit.access..", "dev.orrery.kit.events..", "dev.orrery.kit.subgraph..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.hibernate.reactive..",
              "io.vertx.sqlclient..",
              "io.vertx.pgclient..",
              "io.vertx.mutiny.sqlclient..",
              "io.vertx.mutiny.pgclient..",
              "io.agroal..",
              "javax.sql..");

  @ArchTest
  static final ArchRule providersSpeakToNatsAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery.provider..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "graphql..",
              "java.sql..",
              "org.postgresql..",
              "org.hibernate..",
              "io.quarkus..",
              "dev.orrery.kit.database..",
              "dev.orrery.kit.subgraph..",
              "dev.orrery.kit.events..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery..")
          .and()
          .resideOutsideOfPackage("..graphql..")
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Base");
}

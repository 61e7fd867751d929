package io.tidemark.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the dependencies between modules to the table in docs/architecture.md. The bench module is
 * not on this module's class path; nothing can depend on it without being named here.
 */
final class ArchitectureTest {

  /** Every module's package, and those of the modules that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "config", Set.of(),
          "state", Set.of(),
          "fixture", Set.of(),
          "wal", Set.of("config", "state"),
          "engine", Set.of("state"),
          "sink", Set.of("config", "engine", "state"), // state comes with the engine
          "server", Set.of("config", "state", "wal", "engine", "sink", "fixture"));

  private static final String ROOT = "io.tidemark.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tidemark");

  @Test
  void everyModuleIsNamedHereAndHasClasses() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().startsWith(ROOT)) {
        found.add(type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0]);
      }
    }
    assertEquals(modules(), found);
  }

  static Set<String> modules() {
    return new TreeSet<>(MAY_USE.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void usesOnlyWhatItMay(String module) {
    Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
    forbidden.addAll(Set.of("bench", "flink"));
    forbidden.removeAll(MAY_USE.get(module));
    forbidden.remove(module);
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            forbidden.stream().map(other -> ROOT + other + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void operatorsKnowNoThreadSocketClockOrStore() {
    noClasses()
        .that()
        .resideInAPackage("io.tidemark.engine.operator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.concurrent..",
            "java.net..",
            "java.nio.channels..",
            "java.time..",
            "java.sql..",
            "org.rocksdb..")
        .check(CLASSES);
  }
}

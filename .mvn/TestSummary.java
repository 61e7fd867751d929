import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;

/** Adds up Surefire's reports of all modules into one closing line; fails if no test ran or one failed. */
public final class TestSummary {
  public static void main(String[] arguments) throws Exception {
    int tests = 0;
    int failed = 0;
    int skipped = 0;
    try (var files = Files.walk(Path.of(arguments[0]), 4)) {
      for (Path report : files.filter(TestSummary::isReport).toList()) {
        var suite =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        tests += Integer.parseInt(suite.getAttribute("tests"));
        failed += Integer.parseInt(suite.getAttribute("failures"));
        failed += Integer.parseInt(suite.getAttribute("errors"));
        skipped += Integer.parseInt(suite.getAttribute("skipped"));
      }
    }
    System.out.printf("%n%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
    System.exit(tests == 0 || failed > 0 ? 1 : 0);
  }

  private static boolean isReport(Path file) {
    return file.getParent().endsWith("surefire-reports")
        && file.getFileName().toString().startsWith("TEST-");
  }
}

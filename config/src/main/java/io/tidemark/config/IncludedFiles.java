package io.tidemark.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the files that an entry of {@code include} names, sorted by path. */
final class IncludedFiles {

  /** Folders below the pattern's fixed part that {@code **} looks into. */
  static final int DEPTH_MAX = 16;

  /** Keeps a pattern that starts at / from listing a whole disk. */
  static final int VISITED_MAX = 100_000;

  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private IncludedFiles() {}

  /**
   * @throws InvalidValueException if there is none
   */
  static List<Path> find(String pattern, Path folder) {
    try {
      if (!GLOB.matcher(pattern).find()) {
        return List.of(single(pattern, folder));
      }
      List<Path> found = matching(pattern, folder);
      if (found.isEmpty()) {
        throw missing("no file matches the pattern '" + pattern + "'", folder);
      }
      return found;
    } catch (InvalidPathException | PatternSyntaxException malformed) {
      throw new InvalidValueException(
          ErrorCode.BAD_PATH,
          "'" + pattern + "' is neither a path nor a pattern",
          "patterns know * ** ? [abc] and {a,b}");
    } catch (IOException unreadable) {
      throw missing("the folders of '" + pattern + "' cannot be listed", folder);
    }
  }

  private static Path single(String name, Path folder) {
    Path path = folder.resolve(name).normalize();
    if (!Files.exists(path)) {
      throw missing("the included file '" + name + "' does not exist", folder);
    }
    return path;
  }

  private static List<Path> matching(String pattern, Path folder) throws IOException {
    // The text is split, not a Path: where paths cannot hold a * they could not be built.
    List<String> segments = List.of(pattern.split("/"));
    int fixed = 0;
    while (!GLOB.matcher(segments.get(fixed)).find()) {
      fixed++;
    }
    String prefix = String.join("/", segments.subList(0, fixed));
    Path start = folder.resolve(pattern.startsWith("/") ? "/" + prefix : prefix).normalize();
    String rest = String.join("/", segments.subList(fixed, segments.size()));
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    int depth = rest.contains("**") ? DEPTH_MAX : segments.size() - fixed;
    try (Stream<Path> files = Files.walk(start, depth)) {
      return files
          .limit(VISITED_MAX)
          .filter(path -> matcher.matches(start.relativize(path)))
          .filter(path -> !isHidden(start.relativize(path)) && Files.isRegularFile(path))
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException denied) {
      throw denied.getCause();
    }
  }

  /** Editors' and version control's own files, and the copies behind Kubernetes' links. */
  private static boolean isHidden(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(segment -> segment.toString().startsWith("."));
  }

  /** For the text of an entry. */
  static List<Path> find(Text entry) {
    return entry.parse(pattern -> find(pattern, entry.folder())).orElse(List.of());
  }

  private static InvalidValueException missing(String message, Path folder) {
    return new InvalidValueException(
        ErrorCode.INCLUDE_MISSING, message, "the path begins at " + folder);
  }
}

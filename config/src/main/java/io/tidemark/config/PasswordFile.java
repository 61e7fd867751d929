package io.tidemark.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up passwords as libpq does in {@code ~/.pgpass}: lines {@code
 * host:port:database:user:password}, {@code *} for any, backslash before a colon or backslash, the
 * first match counts; a file that others may read is ignored.
 */
final class PasswordFile {

  private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);

  /** A file of passwords is small; more than this is something else. */
  private static final long FILE_BYTES_MAX = 1L << 20;

  private static final Set<PosixFilePermission> FOREIGN =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Path path;

  PasswordFile(Path path) {
    this.path = path;
  }

  static PasswordFile of(Environment environment) {
    return new PasswordFile(
        environment
            .variable("PGPASSFILE")
            .map(Path::of)
            .orElseGet(() -> environment.home().resolve(".pgpass")));
  }

  Optional<Secret> find(String host, int port, String database, String user) {
    if (!Files.isRegularFile(path) || isOpenToOthers()) {
      return Optional.empty();
    }
    List<String> wanted = List.of(host, Integer.toString(port), database, user);
    try {
      if (Files.size(path) > FILE_BYTES_MAX) {
        log.warn("password file {} is ignored: it is larger than {} bytes", path, FILE_BYTES_MAX);
        return Optional.empty();
      }
      return Files.readAllLines(path).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PasswordFile::fields)
          .filter(fields -> matches(fields, wanted))
          .map(fields -> new Secret(fields.get(4).value()))
          .findFirst();
    } catch (IOException unreadable) {
      log.warn("password file {} cannot be read: {}", path, unreadable.getMessage());
      return Optional.empty();
    }
  }

  private boolean isOpenToOthers() {
    try {
      if (Files.getPosixFilePermissions(path).stream().anyMatch(FOREIGN::contains)) {
        log.warn(
            "password file {} is ignored, since others have access to it; run: chmod 600 {}",
            path,
            path);
        return true;
      }
      return false;
    } catch (UnsupportedOperationException | IOException noPosix) {
      return false; // not a POSIX file system: libpq does not check there either
    }
  }

  private static boolean matches(List<Field> fields, List<String> wanted) {
    if (fields.size() < 5) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).isWildcard() && !fields.get(i).value().equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The first four fields and the rest of the line, which is the password. */
  private static List<Field> fields(String line) {
    List<Field> fields = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean escaped = false;
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        escaped = true;
        value.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < 4) {
        fields.add(new Field(value.toString(), !escaped && line.substring(start, i).equals("*")));
        value.setLength(0);
        escaped = false;
        start = i + 1;
      } else {
        value.append(c);
      }
    }
    fields.add(new Field(value.toString(), false));
    return fields;
  }

  private record Field(String value, boolean isWildcard) {
    @Override
    public String toString() {
      return "***"; // one of them is the password
    }
  }
}

package io.tidemark.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Spelling {

  /** A distance of more than a third of the word is another word, not a slip. */
  private static final int LETTERS_PER_SLIP = 3;

  private Spelling() {}

  /** The nearest of {@code words}, if it is near enough to be meant. */
  public static Optional<String> nearest(String written, Collection<String> words) {
    String lower = written.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, written.length() / LETTERS_PER_SLIP);
    return words.stream()
        .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= allowed)
        .min(
            Comparator.<String>comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A hint that names the nearest word, or else all of them. */
  public static String hint(String written, Collection<String> words) {
    return nearest(written, words)
        .map(word -> "did you mean '" + word + "'?")
        .orElseGet(() -> "possible here: " + String.join(", ", words));
  }

  /** Optimal string alignment: inserted, deleted, replaced or swapped letters. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}

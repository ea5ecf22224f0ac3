package dev.fovea.text;

import java.util.Comparator;
import java.util.List;

/// Finds what a mistyped word was meant to be.
public final class Nearest {
    private Nearest() {}

    /// ` (did you mean …?)` with the nearest of the words, or nothing if none is near.
    public static String question(String word, List<String> words) {
        return words.stream()
                .filter(known -> distance(word, known) <= Math.max(2, known.length() / 2))
                .min(Comparator.comparingInt(known -> distance(word, known)))
                .map(known -> " (did you mean " + known + "?)")
                .orElse("");
    }

    /// The fewest letters to insert, delete or replace (Levenshtein).
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

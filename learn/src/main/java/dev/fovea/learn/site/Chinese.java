package dev.fovea.learn.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The texts of the site in Simplified Chinese. They are kept by the English text with its numbers left out, so that a
/// text with other numbers is the same text; the translation says where each number goes: `{1}` is the first.
///
/// The file has two lines a text, `en ` and `zh `, and an empty one after them.
final class Chinese {
    private static final String FILE = "zh.txt";
    private static final Pattern NUMBER = Pattern.compile("[−-]?\\d+(?:[.,]\\d+)*");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    private final Map<String, String> texts;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private Chinese(Map<String, String> texts) {
        this.texts = texts;
    }

    static Chinese load() {
        try (InputStream in = Chinese.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the jar");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Chinese read(String file) {
        Map<String, String> texts = new HashMap<>();
        String english = "";
        for (String line : file.split("\n")) {
            if (line.startsWith("en ")) {
                english = line.substring(3);
            } else if (line.startsWith("zh ")) {
                if (texts.put(key(english), line.substring(3)) != null) {
                    throw new IllegalArgumentException(FILE + " translates twice: " + english);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("expected a line with en or zh in " + FILE + ": got " + line);
            }
        }
        return new Chinese(texts);
    }

    /// A text without its numbers.
    static String key(String english) {
        return NUMBER.matcher(english).replaceAll("#");
    }

    /// Whether there is anything to translate: a word, not a number or a formula alone.
    static boolean hasWords(String text) {
        return WORD.matcher(text).find();
    }

    /// The text in Chinese; in English where nobody has translated it, which [#missing] then names.
    String of(String english) {
        String translated = texts.get(key(english));
        if (translated == null) {
            missing.add(english);
            return english;
        }
        List<String> numbers = new ArrayList<>();
        NUMBER.matcher(english).results().map(MatchResult::group).forEach(numbers::add);
        return PLACE.matcher(translated)
                .replaceAll(place -> numbers.get(Integer.parseInt(place.group(1)) - 1).replace("$", "\\$"));
    }

    /// The texts that were asked for and have no translation.
    Set<String> missing() {
        return Set.copyOf(missing);
    }
}

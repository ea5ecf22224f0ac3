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
import java.util.stream.Collectors;

/// The texts of the site in Simplified Chinese. They are kept by the English text with its numbers left out, so that a
/// text with other numbers is the same text; the translation says where each number goes: `{1}` is the first.
///
/// A file has two lines a text, `en ` and `zh `, and an empty one after them.
final class Chinese {
    private static final List<String> FILES = List.of("zh.txt", "zh-pictures.txt");
    private static final Pattern NUMBER = Pattern.compile("[−-]?\\d+(?:[.,]\\d+)*");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    private final Map<String, String> texts;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private Chinese(Map<String, String> texts) {
        this.texts = texts;
    }

    static Chinese load() {
        return read(FILES.stream().map(Chinese::text).collect(Collectors.joining("\n")));
    }

    private static String text(String file) {
        try (InputStream in = Chinese.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
                    throw new IllegalArgumentException("translated twice: " + english);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException("expected a line with en or zh: got " + line);
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

    boolean knows(String english) {
        return texts.containsKey(key(english));
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

package dev.fovea.json;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// How a [CanonicalText] words records of one type. Such a text is kept in files, so once it is defined it does not
/// change, whatever becomes of the type's `toString`: components that came later follow behind it, where they are
/// not usual.
///
/// @param type what is worded: a record, or an enum, whose text is all of it
/// @param told components that the text speaks of
/// @param text of a value; the canonical text words its parts
public record Wording<T>(Class<T> type, Set<String> told, BiFunction<T, CanonicalText, String> text) {
    public Wording {
        told = Set.copyOf(told);
        if (type.isRecord()) {
            Components.requireNames(type, told);
        }
    }

    /// With a text of its own.
    public static <T> Wording<T> of(Class<T> type, BiFunction<T, CanonicalText, String> text, String... told) {
        return new Wording<>(type, Set.of(told), text);
    }

    /// `Name[a=1, b=2]`.
    public static <T extends Record> Wording<T> fields(Class<T> type, String... told) {
        return of(type, (value, words) -> Arrays.stream(told)
                .map(name -> name + "=" + words.of(value, name))
                .collect(Collectors.joining(", ", type.getSimpleName() + "[", "]")), told);
    }

    /// `Name.of(1, 2)`.
    public static <T extends Record> Wording<T> call(Class<T> type, String... told) {
        return of(type, (value, words) -> Arrays.stream(told)
                .map(name -> words.of(value, name))
                .collect(Collectors.joining(", ", type.getSimpleName() + ".of(", ")")), told);
    }

    String of(Object value, CanonicalText words) {
        return text.apply(type.cast(value), words);
    }
}

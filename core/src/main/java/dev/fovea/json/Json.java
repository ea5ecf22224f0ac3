package dev.fovea.json;

/// A JSON value that never changes. It prints as JSON text, and [#read] takes such a text back to an equal value.
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {
    /// What it is, in messages: `an object`, `a list`, `a text`, `a number`, `true or false`, `null`.
    String kind();

    /// Reads one value and nothing else. Strict: no name twice in an object, no comments, no `NaN`, at most
    /// [JsonReader#DEPTH] levels, and a number has at most [JsonReader#DIGITS] characters.
    ///
    /// @throws IllegalArgumentException one line, if the text is anything else
    static Json read(String text) {
        return JsonReader.read(text);
    }
}

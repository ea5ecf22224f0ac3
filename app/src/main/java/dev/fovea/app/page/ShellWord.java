package dev.fovea.app.page;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// A path as a shell reads it back.
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=+@%,-]+");

    private ShellWord() {}

    public static String of(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

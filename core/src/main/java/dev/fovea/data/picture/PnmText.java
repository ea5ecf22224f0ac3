package dev.fovea.data.picture;

import java.nio.charset.StandardCharsets;

/// Words between spaces, and comments from `#` to the end of a line.
final class PnmText {
    private static final int LONGEST = 20;
    private static final int SHOWN = 40;

    private final Bytes text;
    private int at;

    PnmText(Bytes text, int at) {
        this.text = text;
        this.at = at;
    }

    /// Where the next byte is.
    int at() {
        return at;
    }

    private void skip() {
        while (true) {
            int letter = letter();
            if (letter == '#') {
                while (letter() != '\n' && letter() != '\r') {
                    at++;
                }
            } else if (Character.isWhitespace(letter)) {
                at++;
            } else {
                return;
            }
        }
    }

    private int letter() {
        if (at >= text.length()) {
            throw PictureException.cutShort();
        }
        return text.at(at);
    }

    String word() {
        skip();
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.at(at)) && word.length() <= LONGEST) {
            word.append((char) text.at(at++));
        }
        return word.toString();
    }

    /// The rest of the line, without the space around it.
    String line() {
        int start = at;
        while (letter() != '\n') {
            at++;
        }
        return new String(text.part(start, at - (long) start).copy(), StandardCharsets.ISO_8859_1).strip();
    }

    /// The start of a text, on one line.
    static String shown(String text) {
        String start = text.substring(0, Math.min(text.length(), SHOWN));
        return start.replaceAll("[^ -~]", "?") + (start.length() < text.length() ? "…" : "");
    }

    int number() {
        skip();
        int number = 0;
        for (int i = 0; i <= LONGEST && at < text.length() && !Character.isWhitespace(text.at(at)); i++) {
            int digit = text.at(at++) - '0';
            if (digit < 0 || digit > 9 || number > 100_000_000) {
                throw PictureException.damaged("PNM", null);
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /// One of PBM's digits, which need no space between them.
    int digit() {
        skip();
        int digit = text.at(at++) - '0';
        if (digit != 0 && digit != 1) {
            throw PictureException.damaged("PBM", null);
        }
        return digit;
    }
}

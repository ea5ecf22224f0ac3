package dev.fovea.data.picture;

/// Words between spaces, and comments from `#` to the end of a line.
final class PnmText {
    private static final int LONGEST = 20;

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

    int number() {
        String word = word();
        int number = 0;
        for (int i = 0; i < word.length(); i++) {
            int digit = word.charAt(i) - '0';
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

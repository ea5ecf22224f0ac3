package dev.fovea.drawing;

import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/// Letters of 5 × 8 pixels, each drawn 2 × 2: ASCII and a few signs. Needs no fonts of the system. Letters with accents
/// are written without; what is not known is a question mark.
final class PixelFont {
    /// Of a line, in pixels.
    static final int HEIGHT = 16;

    private static final int SCALE = 2;
    private static final int COLUMNS = 5;
    private static final int FIRST = ' ';
    private static final int LAST = '~';
    private static final String MORE = "°×→±·…";

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    /// Letters that are no letter with an accent.
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("ß", "ss"), Map.entry("Æ", "AE"), Map.entry("æ", "ae"), Map.entry("Œ", "OE"),
            Map.entry("œ", "oe"),
            Map.entry("Ø", "O"), Map.entry("ø", "o"), Map.entry("Ł", "L"), Map.entry("ł", "l"), Map.entry("Đ", "D"),
            Map.entry("đ", "d"), Map.entry("ı", "i"));

    /// Five columns of each sign, from left to right, two hexadecimal digits each; the lowest bit is the top row.
    private static final byte[] GLYPHS = HexFormat.of().parseHex("""
            0000000000 00005F0000 0007000700 147F147F14 242A7F2A12 2313086462 3649552250 0004030000 001C224100
            0041221C00 14083E0814 08083E0808 0080602000 0008080800 0060600000 2010080402 3E5149453E 00427F4000
            4261514946 2141454B31 1814127F10 2745454539 3C4A494930 0101790503 3649494936 064949291E 0036360000
            0040361600 0814224100 1414141414 0041221408 0201510906 3E415D555E 7E0909097E 7F49494936 3E41414122
            7F4141413E 7F49494941 7F09090901 3E4149493A 7F0808087F 00417F4100 2040413F01 7F08142241 7F40404040
            7F020C027F 7F0204087F 3E4141413E 7F09090906 3E4151215E 7F09192946 4649494931 01017F0101 3F4040403F
            1F2040201F 7F2018207F 6314081463 0304780403 6151494543 007F414100 0204081020 0041417F00 0402010204
            8080808080 0001020400 2054545478 7F44444438 3844444400 384444447F 3854545418 047E050100 18A4A4A47C
            7F08040478 00447D4000 4080847D00 7F10284400 00417F4000 7C04380478 7C08040478 3844444438 FC24242418
            18242424FC 7C08040408 4854545424 043F444000 3C4040207C 1C2040201C 3C4038403C 4428102844 1CA0A0A07C
            4464544C44 0008364141 00007F0000 4141360800 0804081008 0205050200 4428102844 08082A1C08 44445F4444
            0000080000 4000400040
            """.replaceAll("\\s", ""));

    private PixelFont() {}

    /// How many pixels a text takes.
    static int width(String text) {
        return Math.max(0, folded(text).length() * (COLUMNS + 1) - 1) * SCALE;
    }

    /// Whether each letter of a text can be written, if need be without its accents.
    static boolean knows(String text) {
        return folded(text).chars().allMatch(c -> c == '?' || glyph((char) c) != '?' - FIRST);
    }

    /// Without accents: `Äpfel` is `Apfel`.
    private static String folded(String text) {
        if (text.chars().allMatch(c -> c <= LAST)) {
            return text;
        }
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        for (Map.Entry<String, String> letters : LETTERS.entrySet()) {
            plain = plain.replace(letters.getKey(), letters.getValue());
        }
        return plain;
    }

    /// Writes a text with its top left at (x, y).
    static void write(Pixels picture, String words, int x, int y, int colour) {
        String text = folded(words);
        for (int i = 0; i < text.length(); i++) {
            int glyph = glyph(text.charAt(i));
            for (int column = 0; column < COLUMNS; column++) {
                int bits = GLYPHS[glyph * COLUMNS + column];
                for (int row = 0; row < 8; row++) {
                    if ((bits >> row & 1) != 0) {
                        int left = x + (i * (COLUMNS + 1) + column) * SCALE;
                        picture.fill(left, y + row * SCALE, SCALE, SCALE, colour);
                    }
                }
            }
        }
    }

    private static int glyph(char c) {
        char known = switch (c) {
            case '−', '–', '—' -> '-';
            case '’', '‘' -> '\'';
            case '\u00A0', '\u202F' -> ' ';
            default -> c;
        };
        if (known >= FIRST && known <= LAST) {
            return known - FIRST;
        }
        int more = MORE.indexOf(known);
        return more < 0 ? '?' - FIRST : LAST - FIRST + 1 + more;
    }
}

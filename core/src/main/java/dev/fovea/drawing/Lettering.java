package dev.fovea.drawing;

/// How text is set.
///
/// @param size of an em, in pixels
/// @param colour 0xRRGGBB
/// @param mono letters of equal width, for numbers
public record Lettering(double size, int colour, Anchor anchor, boolean bold, boolean mono) {
    /// Which part of the text lies at its x.
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// Dark, from its start.
    public static Lettering of(double size) {
        return new Lettering(size, Colours.INK, Anchor.START, false, false);
    }

    public Lettering colour(int colour) {
        return new Lettering(size, colour, anchor, bold, mono);
    }

    public Lettering middle() {
        return new Lettering(size, colour, Anchor.MIDDLE, bold, mono);
    }

    public Lettering end() {
        return new Lettering(size, colour, Anchor.END, bold, mono);
    }

    public Lettering heavy() {
        return new Lettering(size, colour, anchor, true, mono);
    }

    public Lettering digits() {
        return new Lettering(size, colour, anchor, bold, true);
    }

    /// About how wide a text is; the viewer's fonts decide.
    public double width(String text) {
        double letters = 0;
        for (int i = 0; i < text.length(); i++) {
            letters += mono ? 0.62 : share(text.charAt(i));
        }
        return letters * size * (bold ? 1.06 : 1);
    }

    private static double share(char c) {
        if ("ijl.,:;|'!·".indexOf(c) >= 0) {
            return 0.3;
        }
        if (c > 0x2E80 || "mwMW—%".indexOf(c) >= 0) {
            return c > 0x2E80 ? 1 : 0.88;
        }
        return Character.isUpperCase(c) ? 0.68 : 0.56;
    }
}

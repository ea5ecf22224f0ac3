package dev.fovea.drawing;

/// Colours as 0xRRGGBB. Those of series are told apart by people with any colour vision, and in order of use
/// (Okabe and Ito, "Color universal design", 2008).
public final class Colours {
    public static final int WHITE = 0xFFFFFF;
    /// Text and lines.
    public static final int INK = 0x1D2733;
    /// Captions, axes.
    public static final int MUTED = 0x66727F;
    /// Grid lines and the borders of cells.
    public static final int GRID = 0xDDE2E7;
    public static final int BLUE = 0x0072B2;
    public static final int VERMILION = 0xD55E00;
    public static final int GREEN = 0x009E73;
    public static final int PURPLE = 0xCC79A7;
    public static final int ORANGE = 0xE69F00;
    public static final int SKY = 0x56B4E9;

    private Colours() {}

    /// The colour of the series at an index; they repeat after six.
    public static int series(int index) {
        return switch (Math.floorMod(index, 6)) {
            case 0 -> BLUE;
            case 1 -> VERMILION;
            case 2 -> GREEN;
            case 3 -> PURPLE;
            case 4 -> ORANGE;
            default -> SKY;
        };
    }

    /// `share` of `b`, the rest of `a`.
    public static int mix(int a, int b, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = a >> shift & 0xFF;
            int to = b >> shift & 0xFF;
            mixed |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return mixed;
    }

    /// White or [#INK], whichever is read more easily on a colour.
    public static int textOn(int colour) {
        double light = 0.299 * (colour >> 16 & 0xFF) + 0.587 * (colour >> 8 & 0xFF) + 0.114 * (colour & 0xFF);
        return light < 140 ? WHITE : INK;
    }
}

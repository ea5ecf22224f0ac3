package dev.fovea.backend.cpu.vector.tile;

/// The inner loop of every kernel here: a tile of sums, rows × vectors, that stays in registers while
/// one loop runs over the products. Per step of the loop each row is broadcast once and each vector
/// loaded once. A tile starts from values in memory (a bias with `sStep` 0, or the sums so far) and is
/// stored at the end, so a long sum may be cut into several calls.
///
/// Rows are broadcast from floats that lie either one after the other along the sum (`rows`) or side
/// by side at each step of it (`columns`).
public sealed interface Tile permits Tile8x3, Tile6x4, Tile4x4, Tile14x2, Tile12x1, Tile6x2, Tile4x2, SmallTile {
    int rows();

    int vectors();

    /// Floats of a row of the tile.
    default int width() {
        return vectors() * Lanes.COUNT;
    }

    /// `c[p, v] = s[p, v] + Σ_t a[aOff + at[first + p] + t] · b[bOff + t · width + v]`
    ///
    /// @param at where rows begin in a, relative to aOff
    /// @param b length × width, packed
    /// @param sStep from a row of s to the next
    /// @param cStep from a row of c to the next
    void rows(
            int length, float[] a, int aOff, int[] at, int first, float[] b, int bOff,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep);

    /// `c[p, v] = s[p, v] + Σ_t a[aOff + t · aStep + p] · b[bOff + t · bStep + v]`
    void columns(
            int length, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
            float[] s, int sOff, int sStep, float[] c, int cOff, int cStep);
}

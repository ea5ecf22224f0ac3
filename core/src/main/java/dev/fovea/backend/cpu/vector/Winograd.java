package dev.fovea.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The transforms of Winograd's minimal filtering F(2×2, 3×3): a tile of 2×2 outputs of a 3×3 convolution
/// with stride 1 takes 16 products a channel and filter instead of 36 (Lavin and Gray 2015).
///
///     Y = Aᵀ [ Σ_c (G g Gᵀ) ⊙ (Bᵀ d B) ] A
///
///          ⎡1  0 −1  0⎤        ⎡ 1  0  0⎤
///     Bᵀ = ⎢0  1  1  0⎥    G = ⎢ ½  ½  ½⎥    Aᵀ = ⎡1  1  1  0⎤
///          ⎢0 −1  1  0⎥        ⎢ ½ −½  ½⎥         ⎣0  1 −1 −1⎦
///          ⎣0  1  0 −1⎦        ⎣ 0  0  1⎦
///
/// with d the 4×4 pixels under the tile and g a filter. The sum over channels becomes 16 matrix products,
/// one a position of the 4×4 tile. Read backwards, the same matrices give the gradient of the filters,
/// dg = Gᵀ [ Σ_tiles (A dy Aᵀ) ⊙ (Bᵀ d B) ] G. All factors are 0, ±½ and ±1, so a result is off by little
/// more than that of a direct sum.
///
/// Channels go by vectors; their number is a multiple of the lanes. The methods do one row of positions at a time:
/// whole tiles at once are more nodes than C2 inlines, and then it boxes every vector (measured: 8 times slower).
/// Their inner loops run over tiles side by side, of which there are more than vectors of channels.
final class Winograd {
    /// Positions of a transformed tile.
    static final int POSITIONS = 16;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private Winograd() {}

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(S, x, i);
    }

    /// Row `which` of v = Bᵀ d B, its four positions, for each of `n` channels of `tiles` tiles side by side.
    ///
    /// @param xOff of the first pixel under the first tile
    /// @param row from a row of d to the next, whose pixels are `pixel` apart
    /// @param tile from a tile of v to the next
    /// @param step from a position of v to the next
    static void inputRow(
            int which, int tiles, int n, float[] x, int xOff, int row, int pixel, float[] v, int vOff, int tile,
            int step) {
        int plus = xOff + (which == 0 ? 0 : which == 2 ? 2 : 1) * row;
        int other = xOff + (which == 3 ? 3 : which == 2 ? 1 : 2) * row;
        float sign = which == 1 ? 1f : -1f;
        for (int i = 0; i < n; i += L) {
            inputs(tiles, x, plus + i, other + i, sign, pixel, v, vOff + i, tile, step);
        }
    }

    /// With t = x[plus …] + sign · x[other …], a row of Bᵀ d, four pixels wide.
    private static void inputs(
            int tiles, float[] x, int plus, int other, float sign, int pixel, float[] v, int vOff, int tile, int step) {
        FloatVector factor = FloatVector.broadcast(S, sign);
        int a = plus;
        int b = other;
        int to = vOff;
        for (int i = 0; i < tiles; i++) {
            FloatVector t0 = at(x, b).fma(factor, at(x, a));
            FloatVector t1 = at(x, b + pixel).fma(factor, at(x, a + pixel));
            FloatVector t2 = at(x, b + 2 * pixel).fma(factor, at(x, a + 2 * pixel));
            FloatVector t3 = at(x, b + 3 * pixel).fma(factor, at(x, a + 3 * pixel));
            t0.sub(t2).intoArray(v, to);
            t1.add(t2).intoArray(v, to + step);
            t2.sub(t1).intoArray(v, to + 2 * step);
            t1.sub(t3).intoArray(v, to + 3 * step);
            a += 2 * pixel;
            b += 2 * pixel;
            to += tile;
        }
    }

    /// Row `which` of z = A dy Aᵀ, its four positions, for each of `n` channels of `tiles` tiles side by side.
    ///
    /// @param row from a row of the 2×2 pixels of dy to the next, `pixel` from a column to the next
    static void upstreamRow(
            int which, int tiles, int n, float[] dy, int dyOff, int row, int pixel, float[] z, int zOff, int tile,
            int step) {
        float first = which == 3 ? 0f : 1f;
        float second = which == 0 ? 0f : which == 1 ? 1f : -1f;
        for (int i = 0; i < n; i += L) {
            upstreams(tiles, dy, dyOff + i, dyOff + row + i, first, second, pixel, z, zOff + i, tile, step);
        }
    }

    /// With e = first · dy[above …] + second · dy[below …], a row of A dy, two pixels wide.
    private static void upstreams(
            int tiles, float[] dy, int above, int below, float first, float second, int pixel, float[] z, int zOff,
            int tile, int step) {
        FloatVector upper = FloatVector.broadcast(S, first);
        FloatVector lower = FloatVector.broadcast(S, second);
        FloatVector zero = FloatVector.zero(S);
        int a = above;
        int b = below;
        int to = zOff;
        for (int i = 0; i < tiles; i++) {
            FloatVector e0 = at(dy, a).fma(upper, at(dy, b).mul(lower));
            FloatVector e1 = at(dy, a + pixel).fma(upper, at(dy, b + pixel).mul(lower));
            e0.intoArray(z, to);
            e0.add(e1).intoArray(z, to + step);
            e0.sub(e1).intoArray(z, to + 2 * step);
            zero.sub(e1).intoArray(z, to + 3 * step);
            a += 2 * pixel;
            b += 2 * pixel;
            to += tile;
        }
    }

    /// Row `which`, 0 or 1, of y = Aᵀ m A + bias for each of `n` channels of `tiles` tiles side by side, and 0 where
    /// that is below `floor`.
    ///
    /// @param tile from a tile of m to the next
    /// @param step from a position of m to the next
    /// @param right from the first pixel of a tile's row to the second, which is stored first: 0 if it lies
    ///     beyond the border, and is to be overwritten
    /// @param pixel from a pixel of y to the next
    static void outputRow(
            int which, int tiles, int n, float[] m, int mOff, int tile, int step, float[] bias, int biasOff,
            float floor, float[] y, int yOff, int right, int pixel) {
        for (int i = 0; i < n; i += L) {
            outputs(tiles, m, mOff + 4 * which * step + i, tile, step, which == 0 ? 1f : -1f, bias, biasOff + i, floor,
                    y, yOff + i, right, pixel);
        }
    }

    /// With t = m[0] + sign · (m[1] + m[2]), of three rows of m: a row of Aᵀ m, four positions wide.
    private static void outputs(
            int tiles, float[] m, int mOff, int tile, int step, float sign, float[] bias, int biasOff, float floor,
            float[] y, int yOff, int right, int pixel) {
        FloatVector factor = FloatVector.broadcast(S, sign);
        FloatVector least = FloatVector.broadcast(S, floor);
        FloatVector b = at(bias, biasOff);
        int from = mOff;
        int to = yOff;
        for (int i = 0; i < tiles; i++) {
            int second = from + 4 * step;
            int third = from + 8 * step;
            FloatVector t0 = at(m, second).add(at(m, third)).fma(factor, at(m, from));
            FloatVector t1 = at(m, second + step).add(at(m, third + step)).fma(factor, at(m, from + step));
            FloatVector t2 = at(m, second + 2 * step).add(at(m, third + 2 * step)).fma(factor, at(m, from + 2 * step));
            FloatVector t3 = at(m, second + 3 * step).add(at(m, third + 3 * step)).fma(factor, at(m, from + 3 * step));
            least(t1.sub(t2).sub(t3).add(b), least).intoArray(y, to + right);
            least(t0.add(t1).add(t2).add(b), least).intoArray(y, to);
            from += tile;
            to += 2 * pixel;
        }
    }

    /// Keeps NaN.
    private static FloatVector least(FloatVector v, FloatVector floor) {
        return v.blend(0f, v.compare(VectorOperators.LT, floor));
    }

    /// u = G g Gᵀ for `n` filters side by side, in place: the tap (r, s) of g lies `step` · (3 r + s) from `off`, the
    /// position p of u `step` · p.
    static void filters(int n, float[] u, int off, int step) {
        for (int i = 0; i < n; i += L) {
            int from = off + i;
            FloatVector a0 = at(u, from);
            FloatVector a1 = at(u, from + step);
            FloatVector a2 = at(u, from + 2 * step);
            FloatVector b0 = at(u, from + 3 * step);
            FloatVector b1 = at(u, from + 4 * step);
            FloatVector b2 = at(u, from + 5 * step);
            FloatVector c0 = at(u, from + 6 * step);
            FloatVector c1 = at(u, from + 7 * step);
            FloatVector c2 = at(u, from + 8 * step);
            FloatVector s0 = a0.add(c0);
            FloatVector s1 = a1.add(c1);
            FloatVector s2 = a2.add(c2);
            filterRow(a0, a1, a2, u, from, step);
            filterRow(s0.add(b0).mul(.5f), s1.add(b1).mul(.5f), s2.add(b2).mul(.5f), u, from + 4 * step, step);
            filterRow(s0.sub(b0).mul(.5f), s1.sub(b1).mul(.5f), s2.sub(b2).mul(.5f), u, from + 8 * step, step);
            filterRow(c0, c1, c2, u, from + 12 * step, step);
        }
    }

    private static void filterRow(FloatVector t0, FloatVector t1, FloatVector t2, float[] u, int uOff, int step) {
        FloatVector sum = t0.add(t2);
        t0.intoArray(u, uOff);
        sum.add(t1).mul(.5f).intoArray(u, uOff + step);
        sum.sub(t1).mul(.5f).intoArray(u, uOff + 2 * step);
        t2.intoArray(u, uOff + 3 * step);
    }

    /// dg = Gᵀ du G for `n` filters side by side.
    ///
    /// @param step from a position of du to the next
    /// @param tap from a tap of dg to the next
    static void filterGradient(int n, float[] du, int duOff, int step, float[] dg, int dgOff, int tap) {
        for (int i = 0; i < n; i += L) {
            int from = duOff + i;
            FloatVector a0 = gradientTop(du, from, step);
            FloatVector a1 = gradientTop(du, from + step, step);
            FloatVector a2 = gradientTop(du, from + 2 * step, step);
            FloatVector a3 = gradientTop(du, from + 3 * step, step);
            gradientRow(a0, a1, a2, a3, dg, dgOff + i, tap);
            FloatVector b0 = gradientMiddle(du, from, step);
            FloatVector b1 = gradientMiddle(du, from + step, step);
            FloatVector b2 = gradientMiddle(du, from + 2 * step, step);
            FloatVector b3 = gradientMiddle(du, from + 3 * step, step);
            gradientRow(b0, b1, b2, b3, dg, dgOff + i + 3 * tap, tap);
            FloatVector c0 = gradientBottom(du, from, step);
            FloatVector c1 = gradientBottom(du, from + step, step);
            FloatVector c2 = gradientBottom(du, from + 2 * step, step);
            FloatVector c3 = gradientBottom(du, from + 3 * step, step);
            gradientRow(c0, c1, c2, c3, dg, dgOff + i + 6 * tap, tap);
        }
    }

    private static FloatVector gradientTop(float[] du, int from, int step) {
        return at(du, from + 4 * step).add(at(du, from + 8 * step)).mul(.5f).add(at(du, from));
    }

    private static FloatVector gradientMiddle(float[] du, int from, int step) {
        return at(du, from + 4 * step).sub(at(du, from + 8 * step)).mul(.5f);
    }

    private static FloatVector gradientBottom(float[] du, int from, int step) {
        return at(du, from + 4 * step).add(at(du, from + 8 * step)).mul(.5f).add(at(du, from + 12 * step));
    }

    private static void gradientRow(
            FloatVector t0, FloatVector t1, FloatVector t2, FloatVector t3, float[] dg, int dgOff, int tap) {
        FloatVector half = t1.add(t2).mul(.5f);
        half.add(t0).intoArray(dg, dgOff);
        t1.sub(t2).mul(.5f).intoArray(dg, dgOff + tap);
        half.add(t3).intoArray(dg, dgOff + 2 * tap);
    }
}

package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
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
/// Channels go by vectors; their number is a multiple of the lanes. Inner loops run over tiles side by side, of which
/// there are more than vectors of channels. No method gives or takes a vector: where C2 has inlined enough it stops,
/// and a vector that crosses a call is boxed (measured: whole tiles at once, with such calls, were 8 times slower).
final class Winograd {
    /// Positions of a transformed tile.
    static final int POSITIONS = 16;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private Winograd() {}

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
        if (!WarmUp.isFirstOver()) {
            PlainWinograd.inputs(n, tiles, x, plus, other, sign, pixel, v, vOff, tile, step);
            return;
        }
        for (int i = 0; i < n; i += L) {
            inputs(tiles, x, plus + i, other + i, sign, pixel, v, vOff + i, tile, step);
        }
    }

    /// With `t = x[plus …] + sign · x[other …]`, a row of Bᵀ d, four pixels wide.
    private static void inputs(
            int tiles, float[] x, int plus, int other, float sign, int pixel, float[] v, int vOff, int tile, int step) {
        FloatVector factor = FloatVector.broadcast(S, sign);
        int a = plus;
        int b = other;
        int to = vOff;
        for (int i = 0; i < tiles; i++) {
            FloatVector t0 = FloatVector.fromArray(S, x, b).fma(factor, FloatVector.fromArray(S, x, a));
            FloatVector t1 = FloatVector.fromArray(S, x, b + pixel).fma(factor, FloatVector.fromArray(S, x, a + pixel));
            FloatVector t2 = FloatVector.fromArray(S, x, b + 2 * pixel)
                    .fma(factor, FloatVector.fromArray(S, x, a + 2 * pixel));
            FloatVector t3 = FloatVector.fromArray(S, x, b + 3 * pixel)
                    .fma(factor, FloatVector.fromArray(S, x, a + 3 * pixel));
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
        if (!WarmUp.isFirstOver()) {
            PlainWinograd.upstreams(n, tiles, dy, dyOff, dyOff + row, first, second, pixel, z, zOff, tile, step);
            return;
        }
        for (int i = 0; i < n; i += L) {
            upstreams(tiles, dy, dyOff + i, dyOff + row + i, first, second, pixel, z, zOff + i, tile, step);
        }
    }

    /// With `e = first · dy[above …] + second · dy[below …]`, a row of A dy, two pixels wide.
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
            FloatVector e0 = FloatVector.fromArray(S, dy, a).fma(upper, FloatVector.fromArray(S, dy, b).mul(lower));
            FloatVector e1 = FloatVector.fromArray(S, dy, a + pixel)
                    .fma(upper, FloatVector.fromArray(S, dy, b + pixel).mul(lower));
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
        float sign = which == 0 ? 1f : -1f;
        int from = mOff + 4 * which * step;
        if (!WarmUp.isFirstOver()) {
            PlainWinograd.outputs(n, tiles, m, from, tile, step, sign, bias, biasOff, floor, y, yOff, right, pixel);
            return;
        }
        for (int i = 0; i < n; i += L) {
            outputs(tiles, m, from + i, tile, step, sign, bias, biasOff + i, floor, y, yOff + i, right, pixel);
        }
    }

    /// With `t = m[0] + sign · (m[1] + m[2])`, of three rows of m: a row of Aᵀ m, four positions wide.
    private static void outputs(
            int tiles, float[] m, int mOff, int tile, int step, float sign, float[] bias, int biasOff, float floor,
            float[] y, int yOff, int right, int pixel) {
        FloatVector factor = FloatVector.broadcast(S, sign);
        FloatVector least = FloatVector.broadcast(S, floor);
        FloatVector b = FloatVector.fromArray(S, bias, biasOff);
        int from = mOff;
        int to = yOff;
        for (int i = 0; i < tiles; i++) {
            int second = from + 4 * step;
            int third = from + 8 * step;
            FloatVector t0 = FloatVector.fromArray(S, m, second).add(FloatVector.fromArray(S, m, third))
                    .fma(factor, FloatVector.fromArray(S, m, from));
            FloatVector t1 = FloatVector.fromArray(S, m, second + step).add(FloatVector.fromArray(S, m, third + step))
                    .fma(factor, FloatVector.fromArray(S, m, from + step));
            FloatVector t2 = FloatVector.fromArray(S, m, second + 2 * step)
                    .add(FloatVector.fromArray(S, m, third + 2 * step))
                    .fma(factor, FloatVector.fromArray(S, m, from + 2 * step));
            FloatVector t3 = FloatVector.fromArray(S, m, second + 3 * step)
                    .add(FloatVector.fromArray(S, m, third + 3 * step))
                    .fma(factor, FloatVector.fromArray(S, m, from + 3 * step));
            FloatVector y1 = t1.sub(t2).sub(t3).add(b);
            FloatVector y0 = t0.add(t1).add(t2).add(b);
            // Unlike a maximum, this keeps NaN.
            y1.blend(0f, y1.compare(VectorOperators.LT, least)).intoArray(y, to + right);
            y0.blend(0f, y0.compare(VectorOperators.LT, least)).intoArray(y, to);
            from += tile;
            to += 2 * pixel;
        }
    }

    /// u = G g Gᵀ for `n` filters side by side, in place: the tap (r, s) of g lies `step` · (4 r + s) from `uOff`, the
    /// position (i, j) of u `step` · (4 i + j).
    static void filters(int n, float[] u, int uOff, int step) {
        for (int column = 0; column < 3; column++) {
            spread(n, u, uOff + column * step, 4 * step);
        }
        for (int row = 0; row < 4; row++) {
            spread(n, u, uOff + 4 * row * step, step);
        }
    }

    /// G times three floats, in place: four floats, `step` apart.
    private static void spread(int n, float[] u, int uOff, int step) {
        if (WarmUp.isFirstOver()) {
            spreadVectors(n, u, uOff, step);
        } else {
            PlainWinograd.spread(n, u, uOff, step);
        }
    }

    private static void spreadVectors(int n, float[] u, int uOff, int step) {
        for (int i = uOff; i < uOff + n; i += L) {
            FloatVector first = FloatVector.fromArray(S, u, i);
            FloatVector middle = FloatVector.fromArray(S, u, i + step);
            FloatVector last = FloatVector.fromArray(S, u, i + 2 * step);
            FloatVector sum = first.add(last);
            sum.add(middle).mul(.5f).intoArray(u, i + step);
            sum.sub(middle).mul(.5f).intoArray(u, i + 2 * step);
            last.intoArray(u, i + 3 * step);
        }
    }

    /// Gᵀ du for `n` filters side by side, in place: its row r takes the place of row r of du.
    ///
    /// @param step from a position of du to the next
    static void filterGradientColumns(int n, float[] du, int duOff, int step) {
        for (int column = 0; column < 4; column++) {
            fold(n, du, duOff + column * step, 4 * step, du, duOff + column * step, 4 * step);
        }
    }

    /// dg = (Gᵀ du) G for `n` filters side by side.
    ///
    /// @param tap from a tap of dg to the next
    static void filterGradientRows(int n, float[] du, int duOff, int step, float[] dg, int dgOff, int tap) {
        for (int row = 0; row < 3; row++) {
            fold(n, du, duOff + 4 * row * step, step, dg, dgOff + 3 * row * tap, tap);
        }
    }

    /// Gᵀ times four floats, `fromStep` apart: three floats, `toStep` apart.
    private static void fold(int n, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep) {
        if (WarmUp.isFirstOver()) {
            foldVectors(n, from, fromOff, fromStep, to, toOff, toStep);
        } else {
            PlainWinograd.fold(n, from, fromOff, fromStep, to, toOff, toStep);
        }
    }

    private static void foldVectors(
            int n, float[] from, int fromOff, int fromStep, float[] to, int toOff, int toStep) {
        for (int i = 0; i < n; i += L) {
            FloatVector second = FloatVector.fromArray(S, from, fromOff + i + fromStep);
            FloatVector third = FloatVector.fromArray(S, from, fromOff + i + 2 * fromStep);
            FloatVector half = second.add(third).mul(.5f);
            FloatVector first = FloatVector.fromArray(S, from, fromOff + i).add(half);
            FloatVector last = FloatVector.fromArray(S, from, fromOff + i + 3 * fromStep).add(half);
            first.intoArray(to, toOff + i);
            second.sub(third).mul(.5f).intoArray(to, toOff + i + toStep);
            last.intoArray(to, toOff + i + 2 * toStep);
        }
    }
}

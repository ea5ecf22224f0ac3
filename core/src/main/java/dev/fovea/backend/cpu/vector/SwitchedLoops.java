package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.scalar.PlainLoops;
import dev.fovea.backend.cpu.vector.tile.Rehearsal;
import dev.fovea.op.Window;

/// [VectorLoops], but in the first moments [PlainLoops], which give the same bits and leave the compiler to the tiles.
final class SwitchedLoops implements Loops {
    private final Loops plain = new PlainLoops();
    private final Loops vectors = new VectorLoops();

    private Loops ready() {
        return Rehearsal.isFirstOver() ? vectors : plain;
    }

    @Override
    public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        ready().add(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void subtract(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        ready().subtract(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void multiply(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        ready().multiply(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void divide(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        ready().divide(a, ao, b, bo, y, yo, n);
    }

    @Override
    public void scale(float[] x, int xo, float factor, float[] y, int yo, int n) {
        ready().scale(x, xo, factor, y, yo, n);
    }

    @Override
    public void shift(float[] x, int xo, float term, float[] y, int yo, int n) {
        ready().shift(x, xo, term, y, yo, n);
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        ready().relu(x, xo, y, yo, n);
    }

    @Override
    public void reluGradient(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        ready().reluGradient(y, yo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void addRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c) {
        ready().addRow(x, xo, b, bo, y, yo, rows, c);
    }

    @Override
    public void multiplyRow(float[] x, int xo, float[] b, int bo, float[] y, int yo, int rows, int c) {
        ready().multiplyRow(x, xo, b, bo, y, yo, rows, c);
    }

    @Override
    public void columnSums(float[] x, int xo, int rows, int c, float[] out, int oo) {
        ready().columnSums(x, xo, rows, c, out, oo);
    }

    @Override
    public void maxPooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        ready().maxPooling(window, x, xo, y, yo, from, to);
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        ready().maxPoolingGradient(window, x, xo, dy, dyo, dx, dxo);
    }

    @Override
    public void dropout(float[] x, int xo, float[] y, int yo, int n, long key, int first, float rate) {
        ready().dropout(x, xo, y, yo, n, key, first, rate);
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xo, float[] y, int yo, int n) {
        ready().curve(curve, parameter, x, xo, y, yo, n);
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        ready().curveGradient(curve, parameter, v, vo, dy, dyo, dx, dxo, n);
    }

    @Override
    public void averagePooling(Window window, float[] x, int xo, float[] y, int yo, int from, int to) {
        ready().averagePooling(window, x, xo, y, yo, from, to);
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyo, float[] dx, int dxo) {
        ready().averagePoolingGradient(window, dy, dyo, dx, dxo);
    }

    @Override
    public void normalize(
            float[] x, int xo, float[] m, int mo, float[] s, int so, float[] b, int bo, float[] y, int yo, int rows,
            int c) {
        ready().normalize(x, xo, m, mo, s, so, b, bo, y, yo, rows, c);
    }

    @Override
    public void centredSquares(float[] x, int xo, float[] m, int mo, int rows, int c, float[] out, int oo) {
        ready().centredSquares(x, xo, m, mo, rows, c, out, oo);
    }

    @Override
    public void centredProducts(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, int rows, int c, float[] out, int oo) {
        ready().centredProducts(x, xo, m, mo, dy, dyo, rows, c, out, oo);
    }

    @Override
    public void normalizeGradient(
            float[] x, int xo, float[] m, int mo, float[] dy, int dyo, float[] stq, int stqo, float[] dx, int dxo, int
            rows, int c) {
        ready().normalizeGradient(x, xo, m, mo, dy, dyo, stq, stqo, dx, dxo, rows, c);
    }

    @Override
    public void neighbourSums(float[] x, int xo, int count, float[] y, int yo, int n) {
        ready().neighbourSums(x, xo, count, y, yo, n);
    }
}

package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.scalar.PlainLoops;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import dev.fovea.op.Window;

/// [VectorLoops], but in the first moments [PlainLoops], which give the same bits and leave the compiler to the tiles.
final class SwitchedLoops implements Loops {
    private final Loops plain = new PlainLoops();
    private final Loops vectors = new VectorLoops();

    private Loops ready() {
        return WarmUp.isFirstOver() ? vectors : plain;
    }

    @Override
    public void add(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().add(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void subtract(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().subtract(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void multiply(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().multiply(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void divide(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().divide(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void maximum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().maximum(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void minimum(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ready().minimum(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void atLeast(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        ready().atLeast(x, xOff, bound, y, yOff, n);
    }

    @Override
    public void atMost(float[] x, int xOff, float bound, float[] y, int yOff, int n) {
        ready().atMost(x, xOff, bound, y, yOff, n);
    }

    @Override
    public void scale(float[] x, int xOff, float factor, float[] y, int yOff, int n) {
        ready().scale(x, xOff, factor, y, yOff, n);
    }

    @Override
    public void shift(float[] x, int xOff, float term, float[] y, int yOff, int n) {
        ready().shift(x, xOff, term, y, yOff, n);
    }

    @Override
    public void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        ready().relu(x, xOff, y, yOff, n);
    }

    @Override
    public void reluGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        ready().reluGradient(y, yOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void addRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c) {
        ready().addRow(x, xOff, b, bOff, y, yOff, rows, c);
    }

    @Override
    public void multiplyRow(float[] x, int xOff, float[] b, int bOff, float[] y, int yOff, int rows, int c) {
        ready().multiplyRow(x, xOff, b, bOff, y, yOff, rows, c);
    }

    @Override
    public void columnSums(float[] x, int xOff, int rows, int c, float[] out, int outOff) {
        ready().columnSums(x, xOff, rows, c, out, outOff);
    }

    @Override
    public void maxPooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        ready().maxPooling(window, x, xOff, y, yOff, from, to);
    }

    @Override
    public void maxPoolingGradient(Window window, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff) {
        ready().maxPoolingGradient(window, x, xOff, dy, dyOff, dx, dxOff);
    }

    @Override
    public void dropout(float[] x, int xOff, float[] y, int yOff, int n, long key, int first, float rate) {
        ready().dropout(x, xOff, y, yOff, n, key, first, rate);
    }

    @Override
    public void curve(Curve curve, float parameter, float[] x, int xOff, float[] y, int yOff, int n) {
        ready().curve(curve, parameter, x, xOff, y, yOff, n);
    }

    @Override
    public void curveGradient(
            Curve curve, float parameter, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        ready().curveGradient(curve, parameter, v, vOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void averagePooling(Window window, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        ready().averagePooling(window, x, xOff, y, yOff, from, to);
    }

    @Override
    public void averagePoolingGradient(Window window, float[] dy, int dyOff, float[] dx, int dxOff) {
        ready().averagePoolingGradient(window, dy, dyOff, dx, dxOff);
    }

    @Override
    public void normalise(
            float[] x, int xOff, float[] m, int mOff, float[] s, int sOff, float[] b, int bOff, float[] y, int yOff,
            int rows, int c) {
        ready().normalise(x, xOff, m, mOff, s, sOff, b, bOff, y, yOff, rows, c);
    }

    @Override
    public void centredSquares(float[] x, int xOff, float[] m, int mOff, int rows, int c, float[] out, int outOff) {
        ready().centredSquares(x, xOff, m, mOff, rows, c, out, outOff);
    }

    @Override
    public void centredProducts(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, int rows, int c, float[] out, int outOff) {
        ready().centredProducts(x, xOff, m, mOff, dy, dyOff, rows, c, out, outOff);
    }

    @Override
    public void normaliseGradient(
            float[] x, int xOff, float[] m, int mOff, float[] dy, int dyOff, float[] stq, int stqOff,
            float[] dx, int dxOff, int rows, int c) {
        ready().normaliseGradient(x, xOff, m, mOff, dy, dyOff, stq, stqOff, dx, dxOff, rows, c);
    }

    @Override
    public void neighbourSums(float[] x, int xOff, int count, float[] y, int yOff, int n) {
        ready().neighbourSums(x, xOff, count, y, yOff, n);
    }
}

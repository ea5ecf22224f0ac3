package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;

/// Max and average pooling and their gradients, an image a part.
final class PoolingWork {
    private PoolingWork() {}

    record Max(Loops loops, Window window, Operand x, Operand y) implements Work {
        @Override
        public String kernel(int n) {
            return "pooling";
        }

        @Override
        public int parts(int phase, int n) {
            return n;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int xSize = window.h() * window.w() * window.c();
            int ySize = window.oh() * window.ow() * window.c();
            loops.maxPooling(
                    window, x.array, x.offset + part * xSize, y.array, y.offset + part * ySize, 0, window.oh());
        }
    }

    record MaxGradient(Loops loops, Window window, Operand x, Operand dy, Epilogue activation, Operand dx)
            implements Work {
        @Override
        public String kernel(int n) {
            return "pooling";
        }

        @Override
        public int parts(int phase, int n) {
            return n;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int xSize = window.h() * window.w() * window.c();
            int ySize = window.oh() * window.ow() * window.c();
            int xOff = x.offset + part * xSize;
            int dxOff = dx.offset + part * xSize;
            loops.maxPoolingGradient(
                    window, x.array, xOff, dy.array, dy.offset + part * ySize, dx.array, dxOff);
            if (activation == Epilogue.RELU_GRADIENT) {
                loops.reluGradient(x.array, xOff, dx.array, dxOff, dx.array, dxOff, xSize);
            }
        }
    }

    record Average(Loops loops, Window window, Operand x, Operand y) implements Work {
        @Override
        public String kernel(int n) {
            return "pooling";
        }

        @Override
        public int parts(int phase, int n) {
            return n;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int xSize = window.h() * window.w() * window.c();
            int ySize = window.oh() * window.ow() * window.c();
            loops.averagePooling(
                    window, x.array, x.offset + part * xSize, y.array, y.offset + part * ySize, 0, window.oh());
        }
    }

    record AverageGradient(Loops loops, Window window, Operand dy, Operand dx) implements Work {
        @Override
        public String kernel(int n) {
            return "pooling";
        }

        @Override
        public int parts(int phase, int n) {
            return n;
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            int xSize = window.h() * window.w() * window.c();
            int ySize = window.oh() * window.ow() * window.c();
            loops.averagePoolingGradient(
                    window, dy.array, dy.offset + part * ySize, dx.array, dx.offset + part * xSize);
        }
    }
}

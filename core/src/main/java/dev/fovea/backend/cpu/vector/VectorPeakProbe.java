package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// 24 chains of multiply-adds on vectors in registers. With 32 registers all 24 run at once; with 16
/// they run twelve at a time, enough to hide the latency of a multiply-add without a spill.
public final class VectorPeakProbe implements PeakProbe {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int CHAINS = 24;
    private static final float FACTOR = .999f;
    private static final float TERM = .001f;

    @Override
    public long flops(int steps) {
        return 2L * CHAINS * Lanes.COUNT * steps;
    }

    @Override
    public float run(int steps) {
        return Lanes.MANY_REGISTERS ? twentyFour(steps) : twelve(steps, FACTOR) + twelve(steps, -FACTOR);
    }

    private static float twentyFour(int steps) {
        FloatVector m = FloatVector.broadcast(S, FACTOR);
        FloatVector t = FloatVector.broadcast(S, TERM);
        FloatVector y0 = t;
        FloatVector y1 = t;
        FloatVector y2 = t;
        FloatVector y3 = t;
        FloatVector y4 = t;
        FloatVector y5 = t;
        FloatVector y6 = t;
        FloatVector y7 = t;
        FloatVector y8 = t;
        FloatVector y9 = t;
        FloatVector y10 = t;
        FloatVector y11 = t;
        FloatVector y12 = t;
        FloatVector y13 = t;
        FloatVector y14 = t;
        FloatVector y15 = t;
        FloatVector y16 = t;
        FloatVector y17 = t;
        FloatVector y18 = t;
        FloatVector y19 = t;
        FloatVector y20 = t;
        FloatVector y21 = t;
        FloatVector y22 = t;
        FloatVector y23 = t;
        for (int step = 0; step < steps; step++) {
            y0 = m.fma(t, y0);
            y1 = m.fma(t, y1);
            y2 = m.fma(t, y2);
            y3 = m.fma(t, y3);
            y4 = m.fma(t, y4);
            y5 = m.fma(t, y5);
            y6 = m.fma(t, y6);
            y7 = m.fma(t, y7);
            y8 = m.fma(t, y8);
            y9 = m.fma(t, y9);
            y10 = m.fma(t, y10);
            y11 = m.fma(t, y11);
            y12 = m.fma(t, y12);
            y13 = m.fma(t, y13);
            y14 = m.fma(t, y14);
            y15 = m.fma(t, y15);
            y16 = m.fma(t, y16);
            y17 = m.fma(t, y17);
            y18 = m.fma(t, y18);
            y19 = m.fma(t, y19);
            y20 = m.fma(t, y20);
            y21 = m.fma(t, y21);
            y22 = m.fma(t, y22);
            y23 = m.fma(t, y23);
        }
        return EXACT.cast(y0).add(y1).add(y2).add(y3).add(y4).add(y5)
                .add(y6).add(y7).add(y8).add(y9).add(y10).add(y11)
                .add(y12).add(y13).add(y14).add(y15).add(y16).add(y17)
                .add(y18).add(y19).add(y20).add(y21).add(y22).add(y23)
                .lane(0);
    }

    private static float twelve(int steps, float factor) {
        FloatVector m = FloatVector.broadcast(S, factor);
        FloatVector t = FloatVector.broadcast(S, TERM);
        FloatVector y0 = t;
        FloatVector y1 = t;
        FloatVector y2 = t;
        FloatVector y3 = t;
        FloatVector y4 = t;
        FloatVector y5 = t;
        FloatVector y6 = t;
        FloatVector y7 = t;
        FloatVector y8 = t;
        FloatVector y9 = t;
        FloatVector y10 = t;
        FloatVector y11 = t;
        for (int step = 0; step < steps; step++) {
            y0 = m.fma(t, y0);
            y1 = m.fma(t, y1);
            y2 = m.fma(t, y2);
            y3 = m.fma(t, y3);
            y4 = m.fma(t, y4);
            y5 = m.fma(t, y5);
            y6 = m.fma(t, y6);
            y7 = m.fma(t, y7);
            y8 = m.fma(t, y8);
            y9 = m.fma(t, y9);
            y10 = m.fma(t, y10);
            y11 = m.fma(t, y11);
        }
        return EXACT.cast(y0).add(y1).add(y2).add(y3).add(y4).add(y5)
                .add(y6).add(y7).add(y8).add(y9).add(y10).add(y11)
                .lane(0);
    }
}

package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.PeakProbe;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// 24 chains of multiply-adds on vectors in registers. With 32 registers all 24 run at once; with 16
/// they run twelve at a time, enough to hide the latency of a multiply-add without a spill.
public final class VectorPeakProbe implements PeakProbe {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
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
            y0 = y0.fma(m, t);
            y1 = y1.fma(m, t);
            y2 = y2.fma(m, t);
            y3 = y3.fma(m, t);
            y4 = y4.fma(m, t);
            y5 = y5.fma(m, t);
            y6 = y6.fma(m, t);
            y7 = y7.fma(m, t);
            y8 = y8.fma(m, t);
            y9 = y9.fma(m, t);
            y10 = y10.fma(m, t);
            y11 = y11.fma(m, t);
            y12 = y12.fma(m, t);
            y13 = y13.fma(m, t);
            y14 = y14.fma(m, t);
            y15 = y15.fma(m, t);
            y16 = y16.fma(m, t);
            y17 = y17.fma(m, t);
            y18 = y18.fma(m, t);
            y19 = y19.fma(m, t);
            y20 = y20.fma(m, t);
            y21 = y21.fma(m, t);
            y22 = y22.fma(m, t);
            y23 = y23.fma(m, t);
        }
        return y0.add(y1).add(y2).add(y3).add(y4).add(y5)
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
            y0 = y0.fma(m, t);
            y1 = y1.fma(m, t);
            y2 = y2.fma(m, t);
            y3 = y3.fma(m, t);
            y4 = y4.fma(m, t);
            y5 = y5.fma(m, t);
            y6 = y6.fma(m, t);
            y7 = y7.fma(m, t);
            y8 = y8.fma(m, t);
            y9 = y9.fma(m, t);
            y10 = y10.fma(m, t);
            y11 = y11.fma(m, t);
        }
        return y0.add(y1).add(y2).add(y3).add(y4).add(y5)
                .add(y6).add(y7).add(y8).add(y9).add(y10).add(y11)
                .lane(0);
    }
}

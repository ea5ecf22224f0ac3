package dev.fovea.optim;

import java.util.List;

/// A bound on gradients, applied before the optimizer. Nothing is allocated.
///
/// The norm is summed in double in an order that depends on the ranges alone: chunks of [#CHUNK]
/// floats, eight sums in each, then chunk after chunk. So threads may sum chunks with [#squares] in
/// any order and the result is the same.
public sealed interface Clip {
    /// Floats of one chunk of the norm's sum.
    int CHUNK = 4096;

    /// No bound.
    static Clip none() {
        return new None();
    }

    /// Each gradient bounded to −limit … limit.
    static Clip value(double limit) {
        return new Value((float) limit);
    }

    /// All gradients scaled by one factor where their common norm is above `limit`.
    static Clip norm(double limit) {
        return new Norm((float) limit);
    }

    /// Bounds the gradients of the trainable groups in place.
    void apply(float[] gradients, List<Group> groups);

    /// Leaves gradients alone.
    record None() implements Clip {
        @Override
        public void apply(float[] gradients, List<Group> groups) {}
    }

    /// g ← min(max(g, −limit), limit).
    record Value(float limit) implements Clip {
        public Value {
            Settings.positive("Clip.value", "limit", limit);
        }

        @Override
        public void apply(float[] gradients, List<Group> groups) {
            for (int k = 0; k < groups.size(); k++) {
                Group group = groups.get(k);
                if (group.trainable()) {
                    bound(gradients, limit, group.from(), group.to());
                }
            }
        }

        private static void bound(float[] gradients, float limit, int from, int to) {
            for (int i = from; i < to; i++) {
                gradients[i] = Math.min(Math.max(gradients[i], -limit), limit);
            }
        }
    }

    /// g ← g · min(1, limit / (‖g‖ + 1e−6)), where ‖g‖ is over all trainable groups; libtorch's form.
    ///
    /// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.
    record Norm(float limit) implements Clip {
        public Norm {
            Settings.positive("Clip.norm", "limit", limit);
        }

        @Override
        public void apply(float[] gradients, List<Group> groups) {
            double factor = limit / (length(gradients, groups) + 1e-6);
            if (factor >= 1) {
                return;
            }
            for (int k = 0; k < groups.size(); k++) {
                Group group = groups.get(k);
                if (group.trainable()) {
                    scale(gradients, (float) factor, group.from(), group.to());
                }
            }
        }

        private static void scale(float[] gradients, float factor, int from, int to) {
            for (int i = from; i < to; i++) {
                gradients[i] *= factor;
            }
        }
    }

    /// The Euclidean norm of the gradients of all trainable groups.
    static double length(float[] gradients, List<Group> groups) {
        double sum = 0;
        for (int k = 0; k < groups.size(); k++) {
            Group group = groups.get(k);
            for (int from = group.from(); group.trainable() && from < group.to(); from += CHUNK) {
                sum += squares(gradients, from, Math.min(CHUNK, group.to() - from));
            }
        }
        return Math.sqrt(sum);
    }

    /// The sum of the squares of `count` gradients from `from` on, at most one chunk.
    static double squares(float[] gradients, int from, int count) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int whole = from + (count & -8);
        for (int i = from; i < whole; i += 8) {
            s0 += (double) gradients[i] * gradients[i];
            s1 += (double) gradients[i + 1] * gradients[i + 1];
            s2 += (double) gradients[i + 2] * gradients[i + 2];
            s3 += (double) gradients[i + 3] * gradients[i + 3];
            s4 += (double) gradients[i + 4] * gradients[i + 4];
            s5 += (double) gradients[i + 5] * gradients[i + 5];
            s6 += (double) gradients[i + 6] * gradients[i + 6];
            s7 += (double) gradients[i + 7] * gradients[i + 7];
        }
        for (int i = whole; i < from + count; i++) {
            s0 += (double) gradients[i] * gradients[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}

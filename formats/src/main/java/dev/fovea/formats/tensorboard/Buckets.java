package dev.fovea.formats.tensorboard;

import dev.fovea.formats.tensorboard.wire.Wire;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Counts numbers into TensorBoard's buckets, whose edges grow by a tenth from 10⁻¹² to 10²⁰ on both sides of 0.
final class Buckets {
    private static final double SMALLEST = 1e-12;
    private static final double LARGEST = 1e20;
    private static final double GROWTH = 1.1;

    /// Right edges, ascending; the last is the largest double.
    private static final double[] LIMITS = limits();

    private final long[] counts = new long[LIMITS.length];
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long count;
    private double sum;
    private double squares;

    static double[] limits() {
        double[] positive = DoubleStream.iterate(SMALLEST, edge -> edge < LARGEST, edge -> edge * GROWTH).toArray();
        int n = positive.length;
        double[] limits = new double[2 * n + 2];
        for (int i = 0; i < n; i++) {
            limits[i] = -positive[n - 1 - i];
            limits[n + 1 + i] = positive[i];
        }
        limits[2 * n + 1] = Double.MAX_VALUE;
        return limits;
    }

    /// Counts elements `from` … `to − 1`; what is not finite has no bucket and is left out.
    void add(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double value = values[i];
            if (Double.isFinite(value)) {
                counts[bucket(value)]++;
                min = Math.min(min, value);
                max = Math.max(max, value);
                count++;
                sum += value;
                squares += value * value;
            }
        }
    }

    /// The first whose right edge is above the value.
    private static int bucket(double value) {
        int found = Arrays.binarySearch(LIMITS, value);
        return found >= 0 ? found + 1 : -found - 1;
    }

    long count() {
        return count;
    }

    /// The message; of neighbouring empty buckets only the last is named.
    Wire.HistogramProto message() {
        Wire.HistogramProto.Builder histogram = Wire.HistogramProto.newBuilder()
                .setMin(min).setMax(max).setNum(count).setSum(sum).setSumSquares(squares);
        for (int i = 0; i < counts.length; i++) {
            boolean emptyBeforeEmpty = counts[i] == 0 && i + 1 < counts.length && counts[i + 1] == 0;
            if (!emptyBeforeEmpty && (counts[i] > 0 || i + 1 < counts.length)) {
                histogram.addBucketLimit(LIMITS[i]).addBucket(counts[i]);
            }
        }
        return histogram.build();
    }
}

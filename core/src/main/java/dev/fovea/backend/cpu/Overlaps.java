package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.backend.CacheLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs beside the steps of a frame: updates of parameters, which wait for memory, beside steps that compute.
final class Overlaps {
    /// A smaller update, or room for a smaller piece, is not worth cutting it out of the others.
    private static final int LEAST_FLOATS = 1 << 16;

    /// How many multiply-adds a step must have for each float that is updated beside it. A core of machine A
    /// (BENCHMARKS.md) does 135 of them in a nanosecond, and in that time updates 2.9 floats by Adam: 3.2 million took
    /// it 1.15 ms. So a step takes at most three quarters of the updates that it could hide, because memory may be
    /// slower.
    private static final int MULTIPLY_ADDS_A_FLOAT = 64;

    private final @Nullable Chunks[] beside;
    private final int[] room;

    /// @param multiplyAdds of each step
    Overlaps(long[] multiplyAdds) {
        beside = new Chunks[multiplyAdds.length];
        room = Arrays.stream(multiplyAdds)
                .mapToInt(count ->
                        (int) Math.min(Integer.MAX_VALUE, count / MULTIPLY_ADDS_A_FLOAT) & -CacheLines.FLOATS)
                .toArray();
    }

    @Nullable
    Chunks at(int step) {
        return beside[step];
    }

    /// Puts a loop over the elements `from` … `to − 1` beside steps from `first` on, one piece beside each.
    ///
    /// @return false, and nothing is put anywhere, if those steps do not compute enough
    boolean add(int first, int from, int to, Backend.Range body) {
        for (Chunks known : beside) {
            if (known != null && from < known.to() && known.from() < to) {
                throw new IllegalArgumentException("elements from " + from + " to " + to + " are updated already");
            }
        }
        List<Integer> hosts = hosts(first, to - from);
        int next = from;
        for (int step : hosts) {
            int end = (int) Math.min(to, (long) next + room[step]);
            beside[step] = new Chunks(next, end, body);
            next = end;
        }
        return !hosts.isEmpty();
    }

    /// Free steps that have room for so many floats; none if there are not enough.
    private List<Integer> hosts(int first, int floats) {
        List<Integer> hosts = new ArrayList<>();
        long found = 0;
        for (int step = first; step < beside.length && found < floats; step++) {
            if (beside[step] == null && room[step] >= LEAST_FLOATS) {
                hosts.add(step);
                found += room[step];
            }
        }
        return floats < LEAST_FLOATS || found < floats ? List.of() : hosts;
    }
}

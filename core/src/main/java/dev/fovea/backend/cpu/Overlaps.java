package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs beside the steps of a frame: updates of parameters, which wait for memory, beside steps that compute.
final class Overlaps {
    /// A smaller update costs less than what it takes to cut it out of the others.
    private static final int LEAST_FLOATS = 1 << 16;

    /// Beside so many multiply-adds one float is updated: a core does 100 to 140 of them in a nanosecond, and in that
    /// time reads and writes some 80 bytes, which is three floats of Adam's update.
    private static final int MULTIPLY_ADDS_A_FLOAT = 64;

    private final @Nullable Chunks[] beside;
    private final int[] room;

    /// @param multiplyAdds of each step
    Overlaps(long[] multiplyAdds) {
        beside = new Chunks[multiplyAdds.length];
        room = Arrays.stream(multiplyAdds)
                .mapToInt(count -> (int) Math.min(Integer.MAX_VALUE, count / MULTIPLY_ADDS_A_FLOAT))
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

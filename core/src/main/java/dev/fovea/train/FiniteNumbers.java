package dev.fovea.train;

import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.tensor.Finite;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule for what a network holds: it is finite, or refused by name. So are the images that it sees, by
/// [dev.fovea.data.FiniteImages], and what it gives, by [FiniteOutputs].
public final class FiniteNumbers {
    static final String ANEW = "; take another checkpoint, or train anew";

    private FiniteNumbers() {}

    /// @throws NotFiniteException if a parameter or a state holds NaN or ∞
    public static void require(Store store) {
        String broken = broken(store);
        if (broken != null) {
            throw new NotFiniteException(broken + ", as a training that diverged leaves it" + ANEW);
        }
    }

    /// `parameter dense.weights holds NaN`, of the first parameter or state that is not finite; null if all are.
    static @Nullable String broken(Store store) {
        String parameter = broken("parameter ", store.parameters(), store.parameterValues());
        return parameter == null ? brokenState(store) : parameter;
    }

    static @Nullable String brokenState(Store store) {
        return broken("state ", store.states(), store.stateValues());
    }

    private static @Nullable String broken(String kind, Layout layout, float[] values) {
        for (Map.Entry<String, Layout.Place> entry : layout.places().entrySet()) {
            int at = Finite.first(values, entry.getValue().from(), entry.getValue().to());
            if (at >= 0) {
                return kind + entry.getKey() + " holds " + values[at];
            }
        }
        return null;
    }
}

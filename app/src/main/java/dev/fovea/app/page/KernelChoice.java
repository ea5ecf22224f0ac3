package dev.fovea.app.page;

import dev.fovea.lab.run.RunFolder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to have the kernels of a name, as `cpu, vector 512 winograd`.
public final class KernelChoice {
    private static final Pattern VECTOR = Pattern.compile("cpu, vector (\\d+)( winograd)?");

    /// Vectors that a processor with wider ones can be limited to.
    private static final int NARROW = 256;

    private KernelChoice() {}

    /// Why a training does not go on.
    ///
    /// @param last the name of the kernels that trained it
    /// @param here the name of those that run
    public static String refusal(RunFolder folder, String last, String here) {
        return "the run in " + folder + " was trained with " + last + " kernels: got " + here
                + ", which round otherwise. " + way(last, here) + "; to go on with these, add --any-kernels";
    }

    /// @param wanted the name of the kernels that are to run
    /// @param here the name of those that do
    public static String way(String wanted, String here) {
        Matcher vector = VECTOR.matcher(wanted);
        if (!vector.matches()) {
            return wanted.equals("cpu, scalar")
                    ? "FOVEA_JAVA_OPTS=-Dfovea.kernels=scalar has the same run"
                    : "the machine that began it has the same";
        }
        Matcher own = VECTOR.matcher(here);
        int bits = Integer.parseInt(vector.group(1));
        int width = own.matches() ? Integer.parseInt(own.group(1)) : bits;
        String direct = vector.group(2) == null ? "-Dfovea.kernels=direct" : "";
        if (bits == width) {
            return direct.isEmpty()
                    ? "without -Dfovea.kernels in FOVEA_JAVA_OPTS the same run"
                    : "FOVEA_JAVA_OPTS=" + direct + " has the same run";
        }
        return bits == NARROW && width > NARROW
                ? "FOVEA_JAVA_OPTS=\"" + ("-XX:UseAVX=2 " + direct).strip() + "\" has the same run"
                : "they run on a machine with vectors of " + bits + " bits";
    }
}

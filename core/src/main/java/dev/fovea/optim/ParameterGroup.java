package dev.fovea.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the parameters whose names match a pattern are trained, where that differs from the rest:
/// `ParameterGroup.of("conv2d*").frozen()`, `ParameterGroup.of("*.bias").weightDecay(0)`. A layer whose parameters are
/// all frozen is frozen as a whole: batch norm then keeps its running averages and normalises by them.
///
/// @param pattern a name in which `*` stands for any letters, also none
/// @param rateScale multiplies the learning rate, 0 or above
/// @param weightDecay instead of the optimizer's; null keeps that
/// @param trainable false freezes the parameters, and a layer's statistics with the last of its parameters
public record ParameterGroup(String pattern, float rateScale, @Nullable Float weightDecay, boolean trainable) {
    private static final int NAMES_SHOWN = 12;

    public ParameterGroup {
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("a parameter group needs a pattern, such as \"conv2d*\": got none");
        }
        Settings.notNegative("ParameterGroup", "rateScale", rateScale);
        if (weightDecay != null) {
            Settings.notNegative("ParameterGroup", "weightDecay", weightDecay);
        }
    }

    /// The parameters that match, trained as all others until an option says otherwise.
    public static ParameterGroup of(String pattern) {
        return new ParameterGroup(pattern, 1, null, true);
    }

    public ParameterGroup rateScale(double rateScale) {
        return new ParameterGroup(pattern, (float) rateScale, weightDecay, trainable);
    }

    public ParameterGroup weightDecay(double weightDecay) {
        return new ParameterGroup(pattern, rateScale, (float) weightDecay, trainable);
    }

    public ParameterGroup frozen() {
        return new ParameterGroup(pattern, rateScale, weightDecay, false);
    }

    /// Whether a parameter of this name belongs here.
    public boolean matches(String name) {
        return regex(pattern).matcher(name).matches();
    }

    /// One [Group] for each range, in order; the first parameter group whose pattern matches decides.
    ///
    /// @param weightDecay of parameters that no group gives its own
    /// @throws IllegalArgumentException if a group decides nothing, because no name matches it or because
    ///     groups before it match the same names
    public static List<Group> resolve(List<ParameterGroup> groups, List<ParameterRange> ranges, float weightDecay) {
        List<Pattern> patterns = groups.stream().map(group -> regex(group.pattern)).toList();
        boolean[] used = new boolean[groups.size()];
        List<Group> resolved = new ArrayList<>();
        for (ParameterRange range : ranges) {
            int first = first(patterns, range.name());
            if (first < 0) {
                resolved.add(new Group(range.name(), range.from(), range.to(), 1, weightDecay, true));
            } else {
                used[first] = true;
                resolved.add(groups.get(first).at(range, weightDecay));
            }
        }
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                throw new IllegalArgumentException(unused(groups.get(i), ranges));
            }
        }
        return List.copyOf(resolved);
    }

    private Group at(ParameterRange range, float otherDecay) {
        float decay = weightDecay == null ? otherDecay : weightDecay;
        return new Group(range.name(), range.from(), range.to(), rateScale, decay, trainable);
    }

    private static int first(List<Pattern> patterns, String name) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matcher(name).matches()) {
                return i;
            }
        }
        return -1;
    }

    private static String unused(ParameterGroup group, List<ParameterRange> ranges) {
        if (ranges.stream().anyMatch(range -> group.matches(range.name()))) {
            return "parameter group \"" + group.pattern
                    + "\" changes nothing: groups before it match the same parameters; put it first";
        }
        String names = ranges.stream().limit(NAMES_SHOWN).map(ParameterRange::name).collect(Collectors.joining(", "));
        int more = ranges.size() - NAMES_SHOWN;
        return "parameter group \"" + group.pattern + "\" matches no parameter; there are " + names
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}

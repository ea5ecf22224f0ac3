package dev.fovea.formats.weights;

import dev.fovea.io.FileException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order in which a network computes its modules, from their names alone, as torchvision and timm give them: files
/// may sort by name, so their own order says nothing. Paths are compared part by part, among the parts that lie beside
/// each other:
///
/// 1. what comes first: a stem, a squeezing convolution;
/// 2. what has a number, by the number: `conv1`, `layer1`, `layer2`, `conv5`; words that stand for a number in a block,
///    such as `conv_dw`;
/// 3. other parts, of which one alone may hold layers, or whose order is known, such as the branches of Inception;
/// 4. shortcuts, then heads.
///
/// Where that leaves two orders open, the names are refused: a guess could swap two filters of one shape.
final class ModuleOrder implements Comparator<List<String>> {
    private static final int FIRST = 0;
    private static final int NUMBERED = 1;
    private static final int MIDDLE = 2;
    private static final int SHORTCUT = 3;
    private static final int HEAD = 4;
    private static final int LAST = 5;

    /// A word, then a number and perhaps a letter: `layer1`, `Mixed_5b`, `block1-0`, `12`.
    private static final Pattern NUMBER = Pattern.compile("(.*?)[-_]?(\\d{1,6})([a-z]?)");

    /// The size of a filter at the end of a name.
    private static final Pattern SIZE = Pattern.compile("_\\dx\\d$");

    /// Branches that are named by their filters' sizes.
    private static final Pattern SIZED = Pattern.compile("(branch|expand)(\\dx\\d|_pool).*");

    /// Numbers that words stand for among the parts of a block, doubled, so that one fits between two.
    private static final Map<String, Integer> IN_BLOCKS = Map.of(
            "a", 2, "b", 4, "c", 6, "conv_dw", 4, "se", 5, "conv_pw", 6, "conv_pwl", 6);

    private static final Map<String, Integer> PLACES = Map.ofEntries(
            Map.entry("stem", FIRST), Map.entry("conv_stem", FIRST), Map.entry("squeeze", FIRST),
            Map.entry("conv_reduce", FIRST),
            Map.entry("downsample", SHORTCUT), Map.entry("shortcut", SHORTCUT), Map.entry("proj", SHORTCUT),
            Map.entry("conv_head", HEAD), Map.entry("pre_logits", HEAD),
            Map.entry("fc", LAST), Map.entry("classifier", LAST), Map.entry("head", LAST));

    /// Which of two comes first that have one number.
    private static final Map<String, Integer> RANKS = Map.of(
            "conv", 0, "Conv2d", 0, "bn", 0, "norm", 0, "layer", 1, "denseblock", 1, "transition", 2);

    private final Map<String, Set<String>> siblings = new HashMap<>();

    /// Where a part comes among its siblings.
    private record Key(int place, int number, String letter, int rank, String text, boolean known)
            implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparingInt(Key::place)
                .thenComparingInt(Key::number)
                .thenComparing(Key::letter)
                .thenComparingInt(Key::rank)
                .thenComparing(Key::text);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        /// Whether nothing but the alphabet says which of the two comes first.
        boolean isGuessed(Key other) {
            boolean tied = place == other.place && number == other.number && letter.equals(other.letter)
                    && rank == other.rank;
            return tied && !(known && other.known);
        }
    }

    /// @param paths of all modules
    ModuleOrder(Iterable<List<String>> paths) {
        for (List<String> path : paths) {
            for (int depth = 0; depth < path.size(); depth++) {
                siblings.computeIfAbsent(parent(path, depth), _ -> new HashSet<>()).add(path.get(depth));
            }
        }
    }

    private static String parent(List<String> path, int depth) {
        return String.join(".", path.subList(0, depth)) + (depth == 0 ? "" : ".");
    }

    @Override
    public int compare(List<String> a, List<String> b) {
        int depth = common(a, b);
        if (depth == a.size() || depth == b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        return key(a, depth).compareTo(key(b, depth));
    }

    /// @throws FileException if nothing says in which order two modules are computed
    void requireKnown(List<String> a, List<String> b) {
        int depth = common(a, b);
        if (depth < a.size() && depth < b.size() && key(a, depth).isGuessed(key(b, depth))) {
            throw new FileException("expected names of torchvision or timm, which tell the order of layers, got "
                    + String.join(".", a) + " and " + String.join(".", b) + ", of which either may come first");
        }
    }

    private static int common(List<String> a, List<String> b) {
        int depth = 0;
        while (depth < Math.min(a.size(), b.size()) && a.get(depth).equals(b.get(depth))) {
            depth++;
        }
        return depth;
    }

    private Key key(List<String> path, int depth) {
        String name = path.get(depth);
        Set<String> beside = siblings.getOrDefault(parent(path, depth), Set.of());
        boolean first = name.equals("downsample") && beside.contains("blocks")
                || name.equals("conv_pw") && beside.contains("conv_pwl");
        if (first) {
            return new Key(FIRST, 0, "", 0, name, true);
        }
        if (name.equals("bn2") && beside.contains("conv_head")) {
            return new Key(HEAD, 0, "", 0, name, true);
        }
        if (SIZED.matcher(name).matches()) {
            // In Inception's first modules the branch with 5×5 filters comes before the one with two of 3×3.
            return new Key(MIDDLE, 0, "", 0, name.replace("branch5x5", "branch2x2"), true);
        }
        Integer inBlock = IN_BLOCKS.get(name);
        if (inBlock != null) {
            return new Key(NUMBERED, inBlock, "", 0, name, true);
        }
        Matcher number = NUMBER.matcher(SIZE.matcher(name).replaceFirst(""));
        boolean numbered = number.matches();
        String word = numbered ? number.group(1) : name;
        int place = PLACES.getOrDefault(word, numbered ? NUMBERED : MIDDLE);
        Integer rank = RANKS.get(word);
        return new Key(
                place, numbered ? 2 * Integer.parseInt(number.group(2)) : 0, numbered ? number.group(3) : "",
                rank == null ? 1 : rank, name, false);
    }
}

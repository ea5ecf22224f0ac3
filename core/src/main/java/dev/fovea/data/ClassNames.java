package dev.fovea.data;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The names of classes, which say what a label means: indices of two lists mean the same where their names do.
///
/// Names are compared in Unicode's composed form (NFC): `Ä` from a Mac, which is A and two dots, is `Ä` from elsewhere.
/// Classes called `0`, `1`, `2`, … in this order have no names: such a list is taken for any other of its length that
/// has names, all of them other ones.
public final class ClassNames {
    private static final int MOST_NAMED = 10;

    /// Texts of characters below this one, the first combining accent, are composed already.
    private static final char FIRST_COMBINING = '\u0300';

    private ClassNames() {}

    /// A name in composed form.
    public static String composed(String name) {
        boolean isComposed = name.chars().allMatch(character -> character < FIRST_COMBINING);
        return isComposed ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /// Names in composed form.
    public static List<String> composed(List<String> names) {
        return names.stream().map(ClassNames::composed).toList();
    }

    /// Whether two lists hold the same names in the same order.
    public static boolean same(List<String> one, List<String> other) {
        return one.equals(other) || composed(one).equals(composed(other));
    }

    /// Images to measure a model on, with the labels that the model means by their names; of some classes there may be
    /// none.
    ///
    /// @param known the classes of the model
    /// @return the data itself where its list is that of the model
    /// @throws IllegalArgumentException one line that names a class that the model does not know
    public static Dataset matched(List<String> known, Dataset data) {
        if (data.labels().equals(known)) {
            return data;
        }
        Map<String, Integer> places = new HashMap<>();
        for (int k = 0; k < known.size(); k++) {
            places.putIfAbsent(composed(known.get(k)), k);
        }
        List<String> names = composed(data.labels());
        List<String> unknown = names.stream().filter(name -> !places.containsKey(name)).toList();
        boolean strange = unknown.size() == names.size() && names.size() == known.size();
        if (strange && isNumbered(known) != isNumbered(names)) {
            return new Relabelled(data, known, IntStream.range(0, known.size()).toArray());
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown(known, names, unknown.getFirst(), unknown.size()));
        }
        return new Relabelled(data, known, names.stream().mapToInt(places::get).toArray());
    }

    /// Images to train a model on: [#matched], and the data must name all classes.
    ///
    /// @throws IllegalArgumentException one line that names a class that only one of the two knows
    public static Dataset complete(List<String> known, Dataset data) {
        Dataset matched = matched(known, data);
        if (known.size() == data.labels().size()) {
            return matched;
        }
        Set<String> named = new HashSet<>(composed(data.labels()));
        for (String name : known) {
            if (!named.contains(composed(name))) {
                throw new IllegalArgumentException("the data lacks the class " + name + " of the model: it has "
                        + shown(data.labels()) + "; list it with all of the model's classes, such as"
                        + " ImageFolder.of(path, model.labels())");
            }
        }
        return matched;
    }

    private static String unknown(List<String> known, List<String> names, String first, int count) {
        if (count == names.size() && names.size() != known.size()) {
            return "the network tells " + known.size() + " classes apart and the data has " + names.size()
                    + ": take the data that the network is for, or another last layer";
        }
        String near = known.stream().filter(name -> composed(name).equalsIgnoreCase(first)).findFirst()
                .map(name -> " (it knows " + name + ")").orElse("");
        return "the model does not know the class " + first + near + ": expected " + shown(known)
                + "; name the classes as the model does, or make a model of this data";
    }

    private static boolean isNumbered(List<String> names) {
        return IntStream.range(0, names.size()).allMatch(k -> names.get(k).equals(Integer.toString(k)));
    }

    private static String shown(List<String> names) {
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }
}

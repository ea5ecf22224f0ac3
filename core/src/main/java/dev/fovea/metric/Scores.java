package dev.fovea.metric;

/// One row of class scores, logits or probabilities, and the label that is right.
///
/// Infinite scores are ordered as numbers are. A row with a NaN ranks nothing, whichever class has it: it has no best,
/// and no label of it is right.
public final class Scores {
    /// What a row with a NaN has for its best class.
    public static final int NONE = -1;

    private Scores() {}

    /// The class with the highest score, of equals the first; [#NONE] where one is NaN.
    public static int best(float[] scores, int row, int classes) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            if (Float.isNaN(scores[row + c])) {
                return NONE;
            }
            if (scores[row + c] > scores[row + best]) {
                best = c;
            }
        }
        return best;
    }

    /// How many classes come before `label` when sorted by score, equals by index; all where one is NaN.
    static int rank(float[] scores, int row, int classes, int label) {
        float own = scores[row + label];
        int rank = 0;
        for (int c = 0; c < classes; c++) {
            if (Float.isNaN(scores[row + c])) {
                return classes;
            }
            boolean behind = scores[row + c] < own || (scores[row + c] == own && c >= label);
            rank += behind ? 0 : 1;
        }
        return rank;
    }

    /// The label at an index; labels travel as floats.
    static int label(float[] labels, int index, int classes) {
        int label = (int) labels[index];
        if (label < 0 || label >= classes || label != labels[index]) {
            throw new IllegalArgumentException(
                    "labels must be whole and from 0 to " + (classes - 1) + ": got " + labels[index]);
        }
        return label;
    }

    static void requireClasses(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("a metric needs at least 1 class: got " + classes);
        }
    }
}

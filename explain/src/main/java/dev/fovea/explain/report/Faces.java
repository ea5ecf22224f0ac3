package dev.fovea.explain.report;

import dev.fovea.data.Dataset;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.model.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Contact sheets of test images with what the model says of them.
final class Faces {
    static final int CERTAIN = 16;
    static final int MISTAKES = 40;

    private static final int COLUMNS = 8;
    private static final int SIDE = 96;
    private static final int PAGE = 980;
    /// Of a letter of the sheets, in pixels.
    private static final int LETTER = 12;
    /// Of a file's name below a picture; six such pictures lie in a row.
    private static final int NAME = 12;

    private Faces() {}

    /// @param verdicts at least one
    static Pixels sheet(FileNames names, List<Verdicts.Verdict> verdicts) {
        List<Sheet.Tile> tiles = verdicts.stream().map(verdict -> tile(names, verdict)).toList();
        int longest = tiles.stream()
                .flatMap(tile -> tile.captions().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        int columns = Math.clamp(PAGE / (Math.max(SIDE, longest * LETTER) + LETTER), 3, COLUMNS);
        return Sheet.of("", columns, tiles).side(SIDE).pixels();
    }

    /// What the model says, what else it is, and the file's name if the sheet has its letters.
    static Sheet.Tile tile(FileNames names, Verdicts.Verdict verdict) {
        Dataset dataset = names.images();
        String said = name(dataset.labels(), verdict.said());
        String sure = String.format(Locale.ROOT, "%.1f%%", 100 * verdict.probability());
        List<String> captions = new ArrayList<>(
                said.length() < 3 ? List.of(said + " " + sure) : List.of(said, sure));
        if (!verdict.right()) {
            captions.add("is " + name(dataset.labels(), verdict.label()));
        }
        String file = names.shortName(verdict.index(), NAME);
        if (file != null && Sheet.canWrite(file)) {
            captions.add(file);
        }
        return new Sheet.Tile(
                Pixels.of(dataset.image(verdict.index())), captions,
                verdict.right() ? Colours.GREEN : Colours.VERMILION);
    }

    /// A class as pictures name it: by its number where its name cannot be written there.
    static String name(List<String> labels, int label) {
        return Sheet.canWrite(labels.get(label)) ? labels.get(label) : "#" + label;
    }
}

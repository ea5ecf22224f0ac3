package dev.fovea.backend.cpu.vector.tile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the tiles of a product, which differ in their numbers of rows and vectors alone: Java has no local arrays
/// that stay in registers, so each sum is a variable. `TileSourceTest` compares what it writes with what is there.
///
/// To add a shape, add its line to [#SHAPES], run [#COMMAND] in the project's root folder, and name the new class where
/// the compiler asks for it ([Tile], [Tiles]).
final class TileSource {
    static final String COMMAND = "java core/src/test/java/dev/fovea/backend/cpu/vector/tile/TileSource.java";

    static final List<Shape> SHAPES = List.of(
            ofRegisters(8, 3, "32 registers of AVX-512 and NEON"),
            ofRegisters(6, 4, "32 registers of AVX-512 and NEON"),
            ofRegisters(14, 2, "32 registers of AVX-512 and NEON"),
            ofRegisters(6, 2, "16 registers of AVX2"),
            ofRegisters(4, 2, "16 registers of AVX2"),
            new Shape(4, 4, "for the rows that tiles of six leave. Its 16 sums hide the latency of a multiply-add: two"
                    + " begin in a cycle, and each takes four."),
            new Shape(12, 1, "for outputs of one vector. Its 12 sums are enough to hide the latency of a"
                    + " multiply-add."));

    private static final String TEMPLATE = """
            // Written by `{command}`: change it there.
            package dev.fovea.backend.cpu.vector.tile;

            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorSpecies;

            {comment}
            public final class {name} implements Tile {
                private static final VectorSpecies<Float> S = Lanes.SPECIES;
                private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
                private static final int L = Lanes.COUNT;
                private static final int WIDTH = {vectors} * L;

                @Override
                public int rows() {
                    return {rows};
                }

                @Override
                public int vectors() {
                    return {vectors};
                }

                @Override
                public void rows(
                        int length, float[] a, int aOff, int[] at, int first, float[] b, int bOff,
                        float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
                    {find rows of a}
                    {find rows of s}
                    {load sums}
                    for (int t = 0; t < length; t++) {
                        int bAt = bOff + t * WIDTH;
                        {load vectors of b}
                        {multiply and add rows}
                    }
                    {find rows of c}
                    {store sums}
                }

                @Override
                public void columns(
                        int length, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep,
                        float[] s, int sOff, int sStep, float[] c, int cOff, int cStep) {
                    {find rows of s}
                    {load sums}
                    int aAt = aOff;
                    int bAt = bOff;
                    for (int t = 0; t < length; t++) {
                        {load vectors of b}
                        {multiply and add columns}
                        aAt += aStep;
                        bAt += bStep;
                    }
                    {find rows of c}
                    {store sums}
                }
            }
            """;

    private TileSource() {}

    /// Writes all tiles.
    public static void main(String[] args) throws IOException {
        Path folder = Path.of("core/src/main/java/dev/fovea/backend/cpu/vector/tile");
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("Expected the folder " + folder + " here: start in the project's root");
        }
        for (Shape shape : SHAPES) {
            Files.writeString(folder.resolve(shape.file()), shape.source());
        }
    }

    private static Shape ofRegisters(int rows, int vectors, String registers) {
        int sums = rows * vectors;
        return new Shape(rows, vectors, "whose " + sums + " sums fit into the " + registers + ". " + rows
                + " broadcasts and " + vectors + " loads feed " + sums + " multiply-adds.");
    }

    /// @param purpose continues "A tile of rows × vectors, "
    record Shape(int rows, int vectors, String purpose) {
        String name() {
            return "Tile" + rows + "x" + vectors;
        }

        String file() {
            return name() + ".java";
        }

        String source() {
            return TEMPLATE.lines().map(this::filled).collect(Collectors.joining("\n", "", "\n"));
        }

        /// A line of the template. What fills a place that stands alone may be many lines.
        private String filled(String line) {
            String place = line.strip();
            String indent = line.substring(0, line.indexOf(place));
            return switch (place) {
                case "{comment}" -> comment();
                case "{find rows of a}" -> each(rows, p -> indent + "int a" + p + " = aOff + at[" + plus("first", p)
                        + "];");
                case "{find rows of s}" -> each(rows, p -> indent + rowAfterRow("s", p));
                case "{find rows of c}" -> each(rows, p -> indent + rowAfterRow("c", p));
                case "{load sums}" -> eachSum((p, v) -> indent + "FloatVector " + sum(p, v)
                        + " = FloatVector.fromArray(S, s, " + vectorOf("s" + p, v) + ");");
                case "{load vectors of b}" -> each(vectors, v -> indent + "FloatVector b" + letter(v)
                        + " = FloatVector.fromArray(S, b, " + vectorOf("bAt", v) + ");");
                case "{multiply and add rows}" -> multiplyAndAdd(indent, p -> "a" + p + " + t");
                case "{multiply and add columns}" -> multiplyAndAdd(indent, p -> plus("aAt", p));
                case "{store sums}" -> eachSum((p, v) -> indent + "EXACT.cast(" + sum(p, v) + ").intoArray(c, "
                        + vectorOf("c" + p, v) + ");");
                default -> line.replace("{command}", COMMAND)
                        .replace("{name}", name())
                        .replace("{rows}", "" + rows)
                        .replace("{vectors}", "" + vectors);
            };
        }

        private String comment() {
            String text = "A tile of " + rows + " rows × " + vectors + (vectors == 1 ? " vector, " : " vectors, ")
                    + purpose + " The sums are variables named by row and vector; one counted loop in a method keeps"
                    + " them in registers.";
            StringBuilder lines = new StringBuilder("///");
            int length = 3;
            for (String word : text.split(" ")) {
                boolean fits = length + 1 + word.length() <= 120;
                lines.append(fits ? " " : "\n/// ").append(word);
                length = (fits ? length + 1 : 4) + word.length();
            }
            return lines.toString();
        }

        private String multiplyAndAdd(String indent, IntFunction<String> place) {
            return each(rows, p -> indent + "FloatVector x" + p + " = FloatVector.broadcast(S, a[" + place.apply(p)
                    + "]);\n" + each(vectors, v -> indent + sum(p, v) + " = x" + p + ".fma(b" + letter(v) + ", "
                    + sum(p, v) + ");"));
        }

        private String eachSum(SumLine line) {
            return each(rows, p -> each(vectors, v -> line.of(p, v)));
        }
    }

    private interface SumLine {
        String of(int row, int vector);
    }

    private static String each(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static String rowAfterRow(String array, int row) {
        String from = row == 0 ? array + "Off" : array + (row - 1) + " + " + array + "Step";
        return "int " + array + row + " = " + from + ";";
    }

    private static String sum(int row, int vector) {
        return "y" + row + letter(vector);
    }

    private static char letter(int vector) {
        return (char) ('a' + vector);
    }

    private static String vectorOf(String start, int vector) {
        return switch (vector) {
            case 0 -> start;
            case 1 -> start + " + L";
            default -> start + " + " + vector + " * L";
        };
    }

    private static String plus(String start, int steps) {
        return steps == 0 ? start : start + " + " + steps;
    }
}

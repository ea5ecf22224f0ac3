package dev.fovea.explain.example;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Svg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The words of the examples, one sentence each, and the example that shows what each means.
public record Glossary(List<Term> terms) implements Example {
    public Glossary {
        terms = List.copyOf(terms);
    }

    /// A word of the field.
    ///
    /// @param group what it belongs to
    /// @param meaning goes on after the word, and ends without a stop
    /// @param example its name
    public record Term(String group, String name, String meaning, String example) {}

    public static Glossary told() {
        return new Glossary(GlossaryTerms.all());
    }

    @Override
    public String title() {
        return "Words, and the example that shows what each means";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("One sentence for each word, in the order in which the examples explain them."));
        page.add(Block.picture("words.svg"));
        String group = "";
        for (Term term : terms) {
            if (!term.group.equals(group)) {
                group = term.group;
                page.add(new Block.Heading(group));
            }
            page.add(Block.text(term.name + ": " + term.meaning + " (show " + term.example + ")."));
        }
        return page;
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, List<String>> byExample = new LinkedHashMap<>();
        terms.forEach(term -> byExample.computeIfAbsent(term.example, _ -> new ArrayList<>()).add(term.name));
        return Map.of("words.svg", Drawn.bytes(new Rows(byExample), "Which example explains which words"));
    }

    /// A line for each example.
    private record Rows(Map<String, List<String>> byExample) implements Figure {
        private static final double ROW = 27;
        private static final double NAMES = 160;

        @Override
        public double width() {
            return 780;
        }

        @Override
        public double height() {
            return ROW * byExample.size();
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            double top = y;
            for (Map.Entry<String, List<String>> row : byExample.entrySet()) {
                svg.text(x, top + 17, "show " + row.getKey(), Lettering.of(13).heavy().colour(Colours.BLUE));
                svg.text(x + NAMES, top + 17, String.join(" · ", row.getValue()), Lettering.of(13));
                svg.line(x, top + ROW, x + width(), top + ROW, Ink.line(Colours.GRID, 1));
                top += ROW;
            }
        }
    }
}

package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GlossaryTest {
    private static final List<Glossary.Term> TERMS = Glossary.told().terms();

    @Test
    void everyTermLeadsToAnExampleThatSpeaksOfIt() {
        Map<String, Examples.Entry> examples = Examples.all().stream()
                .collect(Collectors.toMap(Examples.Entry::id, Function.identity()));
        Map<String, String> texts = TERMS.stream().map(Glossary.Term::example).distinct()
                .collect(Collectors.toMap(Function.identity(), id -> text(examples, id)));

        for (Glossary.Term term : TERMS) {
            assertThat(texts.get(term.example())).as(term.name()).contains(term.name().toLowerCase(Locale.ROOT));
        }
    }

    private static String text(Map<String, Examples.Entry> examples, String id) {
        assertThat(examples).containsKey(id);
        Example example = EveryExampleTest.shortened(examples.get(id)).apply(Backends.shared());
        return String.join(" ", example.title(), String.join(" ", EveryExampleTest.texts(example)))
                .toLowerCase(Locale.ROOT);
    }

    /// Those that the glossary's readers had asked for.
    @Test
    void whatReadersStumbledOverIsExplained() {
        assertThat(TERMS).extracting(Glossary.Term::name).doesNotHaveDuplicates().contains(
                "Glorot's rule", "He's rule", "Epoch", "Batch", "Seed", "Curvature", "Product of two matrices");
    }

    @Test
    void termsComeInTheOrderOfTheExamples() {
        List<String> order = Examples.all().stream().map(Examples.Entry::id).toList();

        assertThat(TERMS).extracting(term -> order.indexOf(term.example())).isSorted();
        assertThat(TERMS).allMatch(term -> !term.meaning().endsWith(".") && term.meaning().length() < 100);
    }
}

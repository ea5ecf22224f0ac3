package dev.fovea.learn.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChineseTest {
    @Test
    void numbersGoWhereTheTranslationSays() {
        Chinese chinese =
                Chinese.read("en The window of 2 rows moves by 1.5 places.\nzh 每次移动 {2} 格，窗口有 {1} 行。\n");
        assertThat(chinese.of("The window of 3 rows moves by −12 places.")).isEqualTo("每次移动 −12 格，窗口有 3 行。");
        assertThat(chinese.missing()).isEmpty();
    }

    @Test
    void whatNobodyTranslatedStaysAndIsNamed() {
        Chinese chinese = Chinese.read("");
        assertThat(chinese.of("A text.")).isEqualTo("A text.");
        assertThat(chinese.missing()).containsExactly("A text.");
    }

    @Test
    void formulasAreNoWords() {
        assertThat(Chinese.hasWords("w · x + b = 3")).isFalse();
        assertThat(Chinese.hasWords("the sum")).isTrue();
    }

    @Test
    void aFileOfOtherLinesIsRefused() {
        assertThatThrownBy(() -> Chinese.read("fr Une phrase.\n"))
                .hasMessageContaining("expected a line with en or zh");
        assertThatThrownBy(() -> Chinese.read("en A 1\nzh 一\n\nen A 2\nzh 二\n")).hasMessageContaining("twice: A 2");
    }
}

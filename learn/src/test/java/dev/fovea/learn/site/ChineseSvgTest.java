package dev.fovea.learn.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Svg;
import dev.fovea.drawing.Words;
import org.junit.jupiter.api.Test;

class ChineseSvgTest {
    private static final Chinese CHINESE = Chinese.read("""
            en One text that is broken into lines of 20 letters at most.
            zh 一段文字，折成每行最多 {1} 个字母的几行。

            en input 1
            zh 输入 {1} < 2

            en A title
            zh 标题
            """);

    private static String svg(Words words) {
        return words.svg("A title");
    }

    @Test
    void linesOfOneTextAreTranslatedAsOne() {
        String svg = svg(Words.wrapped(
                "One text that is broken into lines of 20 letters at most.", 20, Lettering.of(12)));
        assertThat(svg.split("<text", -1)).hasSize(4);
        String chinese = ChineseSvg.of(svg, CHINESE);
        assertThat(chinese).contains("<title>标题</title>").doesNotContain("text that");
        String joined = chinese.replaceAll("(?s)^.*?</title>|<[^>]*>|\\n", "");
        assertThat(joined.replace(" ", "")).isEqualTo("一段文字，折成每行最多20个字母的几行。");
        assertThat(chinese.split("<text", -1).length).isBetween(3, 4);
    }

    @Test
    void otherTextsAreTranslatedOneByOneAndStayWhereTheyAre() {
        String svg = svg(Words.of("input 3\n2 = 1 + 1\ninput 4", Lettering.of(12)));
        String chinese = ChineseSvg.of(svg, CHINESE);
        assertThat(chinese).isEqualTo(svg.replace("A title", "标题").replace("input 3", "输入 3 &lt; 2")
                .replace("input 4", "输入 4 &lt; 2"));
        assertThat(ChineseSvg.of(chinese, CHINESE)).as("what has no translation stays").isEqualTo(chinese);
    }

    @Test
    void aTextWithoutATranslationIsNamed() {
        Chinese none = Chinese.read("");
        String svg = Svg.of(10, 10, "1 + 1").text(0, 0, "a word & another", Lettering.of(12)).toString();
        assertThat(ChineseSvg.of(svg, none)).isEqualTo(svg);
        assertThat(none.missing()).containsExactly("a word & another");
    }
}

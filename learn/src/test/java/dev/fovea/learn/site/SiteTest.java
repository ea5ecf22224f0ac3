package dev.fovea.learn.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.explain.example.Example;
import dev.fovea.explain.example.SinglePicture;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.ScreenNetwork;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SiteTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#][^\"]*)\"");

    private static Map<String, byte[]> site;
    private static Set<String> untranslated;

    @BeforeAll
    static void make() {
        try (Backend backend = Backends.open(1)) {
            TrainTestSplit digits = Digits.load();
            Site made = Site.of(Insight.of(ScreenNetwork.trained(digits, backend)), digits.test(), false, backend);
            site = made.files();
            untranslated = made.untranslated();
        }
    }

    private static String text(String file) {
        return new String(Objects.requireNonNull(site.get(file), file), StandardCharsets.UTF_8);
    }

    private static List<String> pages() {
        return site.keySet().stream().filter(file -> file.endsWith(".html")).toList();
    }

    @Test
    void everyLinkLeadsToAFileOfTheSite() {
        for (String page : pages()) {
            List<String> links = LINK.matcher(text(page)).results().map(match -> match.group(1)).toList();
            assertThat(links).as(page).hasSizeGreaterThan(10);
            assertThat(site.keySet()).as(page).containsAll(
                    links.stream().filter(link -> !link.startsWith("data:")).toList());
        }
    }

    @Test
    void nothingComesFromElsewhere() {
        for (Map.Entry<String, byte[]> file : site.entrySet()) {
            if (file.getKey().matches("(?!vendor/).*\\.(html|js|css)")) {
                assertThat(text(file.getKey())).as(file.getKey()).doesNotContainPattern("(https?:)?//\\w+\\.\\w");
            }
        }
    }

    @Test
    void everyPageIsReachedFromEveryOther() {
        for (String page : pages()) {
            for (String other : pages()) {
                assertThat(text(page)).as(page).contains("href=\"" + other + "\"");
            }
        }
    }

    @Test
    void tagsAreClosed() {
        Pattern tag = Pattern.compile("<(/?)([a-z][a-z0-9]*)\\b[^>]*?(/?)>");
        List<String> empty = List.of("meta", "link", "img", "input", "br");
        for (String page : pages()) {
            Deque<String> open = new ArrayDeque<>();
            for (MatchResult found : tag.matcher(text(page)).results().toList()) {
                if (found.group(1).equals("/")) {
                    assertThat(open.pop()).as(page).isEqualTo(found.group(2));
                } else if (!empty.contains(found.group(2))) {
                    open.push(found.group(2));
                }
            }
            assertThat(open).as(page).isEmpty();
        }
    }

    @Test
    void pagesHoldTheNumbersOfTheArticles() {
        assertThat(text("convolution.html")).contains("<td>−6</td><td>−8</td>", "<td>−12</td><td>−14</td>");
        assertThat(text("xo.html")).contains(".912", ".5175");
        assertThat(text("parameters.html")).contains("120,000", "11,760");
    }

    @Test
    void everyTextStandsInChineseToo() {
        assertThat(untranslated).isEmpty();
    }

    /// The page that the command line adds, which needs a recipe; here of another network with batch norm.
    @Test
    void batchNormsPageStandsInChineseToo() {
        Dataset digits = Digits.test();
        try (Backend backend = Backends.open(1)) {
            Chinese chinese = Chinese.load();
            for (boolean trainedOn : new boolean[] {true, false}) {
                Model model = Model.of(
                        Sequential.of(Conv2D.of(2, 3), BatchNorm.of(), Flatten.of(), Dense.of(10)), digits, Seed.of(1));
                Example example = SinglePicture.of(model, digits, trainedOn);
                PageLayout layout = new PageLayout(
                        List.of(new PageLayout.Link("batchnorm", "Batch norm and the single picture")), chinese);
                WorkedPage page = WorkedPage.of("batchnorm", example.title(), example, layout, backend);
                assertThat(page.pictures()).containsKey("pictures/batchnorm/batchnorm.zh.svg");
            }
            assertThat(chinese.missing()).isEmpty();
        }
    }

    /// A picture's Chinese words in its own file, shown where the page is Chinese.
    @Test
    void picturesAreThereInBothLanguages() {
        assertThat(text("graph.html")).contains(
                "<a lang=\"en\" href=\"pictures/graph/graph.svg\"><img ", " src=\"pictures/graph/graph.svg\"",
                "<a lang=\"zh\" href=\"pictures/graph/graph.zh.svg\"><img ", " src=\"pictures/graph/graph.zh.svg\"");
        assertThat(text("pictures/graph/graph.zh.svg")).contains("局部导数", "∂w7/∂w1 = ").doesNotContain("local");
        assertThat(text("image.html")).contains("image-planes.svg", "image-planes.zh.svg");
        assertThat(text("pictures/image/image-planes.zh.svg")).contains(">三个一起<", ">红<").doesNotContain(">red<");
        assertThat(text("pictures/weakness/weakness-pictures.zh.svg")).contains("右移 ", "它说 ")
                .doesNotContain("says", "moved");
    }

    /// Words that are pixels stay English: pictures of pixels have none.
    @Test
    void noPictureHasWordsOfPixels() {
        assertThat(site.keySet()).noneMatch(file -> file.endsWith(".png"));
    }

    /// Two readers in a row get the same bytes: all that trains is seeded.
    @Test
    void theSiteIsTheSameEachTime() {
        try (Backend backend = Backends.open(1)) {
            TrainTestSplit digits = Digits.load();
            Site again = Site.of(Insight.of(ScreenNetwork.trained(digits, backend)), digits.test(), false, backend);
            assertThat(again.files().keySet()).isEqualTo(site.keySet());
            again.files().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(site.get(name)));
        }
    }
}

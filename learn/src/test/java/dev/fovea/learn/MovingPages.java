package dev.fovea.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tests of examples' pages that move: written once, opened in one browser, where nothing moves by itself unless a test
/// says so, and no test leaves an error in the console.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MovingPages {
    MotionPages pages;

    final List<String> examples;

    /// @param examples whose pages are tried
    MovingPages(List<String> examples) {
        this.examples = examples;
    }

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        pages = MotionPages.open(folder, examples);
    }

    @AfterAll
    void close() {
        if (pages != null) {
            pages.close();
        }
    }

    @BeforeEach
    void standStill() {
        pages.motion("reduce");
    }

    @AfterEach
    void noErrors() {
        assertThat(pages.browser().errors()).isEmpty();
    }

    static void assertNear(double[] found, double... wanted) {
        assertThat(found).containsExactly(wanted, within(1e-4));
    }
}

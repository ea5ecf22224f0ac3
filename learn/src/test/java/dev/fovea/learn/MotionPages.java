package dev.fovea.learn;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.Examples;
import dev.fovea.learn.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Pages of single examples, written to a folder and opened from there.
record MotionPages(Browser browser, Path folder) implements AutoCloseable {
    static MotionPages open(Path folder, List<String> examples) throws IOException {
        Browser browser = Browser.open();
        try (Backend backend = Backends.open(1)) {
            for (Examples.Entry entry : Examples.all()) {
                if (examples.contains(entry.id())) {
                    Map<String, byte[]> files =
                            Site.of(entry.id(), entry.title(), entry.of().apply(backend), backend);
                    for (Map.Entry<String, byte[]> file : files.entrySet()) {
                        Path path = folder.resolve(file.getKey());
                        Files.createDirectories(path.getParent());
                        Files.write(path, file.getValue());
                    }
                }
            }
        }
        return new MotionPages(browser, folder);
    }

    /// @param wish `reduce`, or `no-preference`
    void motion(String wish) {
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of(
                "features", List.of(Map.of("name", "prefers-reduced-motion", "value", wish))));
    }

    void visit(String page, String language) {
        browser.driver().get(folder.resolve(page + ".html").toUri() + "?lang=" + language);
        until(() -> !browser.driver().findElements(By.cssSelector(".player")).isEmpty());
    }

    Film film(String page, int index, int choice) {
        visit(page, "en");
        return Film.of(browser, index, choice);
    }

    WebElement find(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    void until(BooleanSupplier holds) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(30)).until(_ -> holds.getAsBoolean());
    }

    @Override
    public void close() {
        browser.close();
    }
}

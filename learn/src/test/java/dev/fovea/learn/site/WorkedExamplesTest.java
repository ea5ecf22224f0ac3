package dev.fovea.learn.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.Block;
import dev.fovea.explain.example.Example;
import dev.fovea.explain.example.Examples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkedExamplesTest {
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open(1);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /// A page of one paragraph and one picture.
    private record Note(String title, String text) implements Example {
        @Override
        public List<Block> page() {
            return List.of(new Block.Paragraph(text));
        }

        @Override
        public Map<String, byte[]> pictures() {
            return Map.of("dot.svg", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Examples.Entry entry(String id, Supplier<String> text) {
        return new Examples.Entry(id, "Title", "Description.", _ -> new Note("Title", text.get()));
    }

    private static WorkedExamples of(Examples.Entry... entries) {
        return new WorkedExamples(List.of(entries), new PageLayout(List.of(), Chinese.read("")), backend);
    }

    private static String text(WorkedExamples examples, String path) {
        return new String(Objects.requireNonNull(examples.file(path), path), StandardCharsets.UTF_8);
    }

    /// Names that hash alike lie in one bin of a map: neither may wait until the other has been worked.
    @Test
    void examplesDoNotWaitForEachOther() throws Exception {
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        CyclicBarrier both = new CyclicBarrier(2);
        Supplier<String> meets = () -> {
            try {
                both.await();
                return "met";
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        WorkedExamples examples = of(entry("AaAa", meets), entry("BBBB", meets));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = threads.submit(() -> text(examples, "AaAa.html"));
            Future<String> second = threads.submit(() -> text(examples, "BBBB.html"));
            assertThat(first.get()).contains("met");
            assertThat(second.get()).contains("met");
        }
    }

    @Test
    void anExampleMayAskForAnother() {
        AtomicReference<WorkedExamples> all = new AtomicReference<>();
        WorkedExamples examples = of(
                entry("AaAa", () -> "after " + text(all.get(), "pictures/BBBB/dot.svg")),
                entry("BBBB", () -> "the other"));
        all.set(examples);
        assertThat(text(examples, "AaAa.html")).contains("after the other");
    }

    @Test
    void manyWhoAskAtOnceGetWhatIsWorkedOnce() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch allHaveAsked = new CountDownLatch(20);
        WorkedExamples examples = of(entry("slow", () -> {
            try {
                allHaveAsked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "worked " + times.incrementAndGet();
        }));
        assertThat(examples.isToBeWorked("slow.html")).isTrue();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> texts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String path = i % 2 == 0 ? "slow.html" : "pictures/slow/dot.svg";
                texts.add(threads.submit(() -> {
                    allHaveAsked.countDown();
                    return text(examples, path);
                }));
            }
            for (Future<String> text : texts) {
                assertThat(text.get()).contains("worked 1");
            }
        }
        assertThat(times).hasValue(1);
        assertThat(examples.isToBeWorked("slow.html")).isFalse();
        assertThat(examples.isToBeWorked("pictures/slow/other.svg")).isFalse();
        assertThat(examples.file("pictures/slow/other.svg")).isNull();
        assertThat(examples.isToBeWorked("unknown.html")).isFalse();
        assertThat(examples.file("unknown.html")).isNull();
        assertThat(examples.files()).containsOnlyKeys("slow.html", "pictures/slow/dot.svg");
    }

    @Test
    void aFailureIsOneLineOnThePageAndTheNextRequestTriesAgain() {
        AtomicInteger times = new AtomicInteger();
        WorkedExamples examples = of(entry("shaky", () -> {
            if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("no luck\nthis <time>");
            }
            return "worked at last";
        }));
        assertThatThrownBy(() -> examples.file("shaky.html"))
                .hasMessage("The example shaky could not be worked: no luck this <time>")
                .isInstanceOfSatisfying(ExampleException.class, e -> assertThat(e.page())
                        .contains("<p role=\"alert\">", "could not be worked: no luck this &lt;time&gt;. Load the page")
                        .endsWith("</html>\n"));
        assertThat(examples.isToBeWorked("shaky.html")).isTrue();
        assertThat(text(examples, "shaky.html")).contains("worked at last");
        assertThat(times).hasValue(2);
    }

    @Test
    void whatRunsOutOfMemoryIsToldLikewise() {
        WorkedExamples examples = of(entry("large", () -> {
            throw new OutOfMemoryError();
        }));
        assertThatThrownBy(examples::files)
                .isInstanceOf(ExampleException.class)
                .hasMessage("The example large could not be worked: OutOfMemoryError");
    }
}

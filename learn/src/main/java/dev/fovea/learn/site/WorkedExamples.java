package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.Examples;
import dev.fovea.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The pages of the examples and their pictures. An example is worked once, by the thread that first asks for it; who
/// asks for it meanwhile waits, and who asks for another does not. One that failed is worked anew when it is asked for
/// again.
final class WorkedExamples {
    private final List<Examples.Entry> examples;
    private final PageLayout layout;
    private final Backend backend;
    private final Map<String, FutureTask<WorkedPage>> works = new ConcurrentHashMap<>();

    WorkedExamples(List<Examples.Entry> examples, PageLayout layout, Backend backend) {
        this.examples = List.copyOf(examples);
        this.layout = layout;
        this.backend = backend;
    }

    /// All files by path.
    ///
    /// @throws ExampleException if an example fails
    Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (Examples.Entry example : examples) {
            WorkedPage worked = worked(example);
            all.put(page(example), worked.page());
            all.putAll(worked.pictures());
        }
        return all;
    }

    /// One file; null if no example has it.
    ///
    /// @throws ExampleException if the example fails
    byte @Nullable [] file(String path) {
        Examples.Entry example = owner(path);
        if (example == null) {
            return null;
        }
        WorkedPage worked = worked(example);
        return path.equals(page(example)) ? worked.page() : worked.pictures().get(path);
    }

    /// Whether an example has to be worked before it is known what the file holds.
    boolean isToBeWorked(String path) {
        Examples.Entry example = owner(path);
        if (example == null) {
            return false;
        }
        FutureTask<WorkedPage> work = works.get(example.id());
        return work == null || work.state() != Future.State.SUCCESS;
    }

    private Examples.@Nullable Entry owner(String path) {
        for (Examples.Entry example : examples) {
            if (path.equals(page(example)) || path.startsWith(WorkedPage.folder(example.id()))) {
                return example;
            }
        }
        return null;
    }

    private WorkedPage worked(Examples.Entry example) {
        FutureTask<WorkedPage> work = works.computeIfAbsent(example.id(), _ -> new FutureTask<>(() -> work(example)));
        // Does nothing where another thread works at it, or has.
        work.run();
        try {
            return work.get();
        } catch (ExecutionException e) {
            works.remove(example.id(), work);
            throw failed(example, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(example, e);
        }
    }

    private WorkedPage work(Examples.Entry example) {
        return WorkedPage.of(example.id(), example.title(), example.of().apply(backend), layout, backend);
    }

    private ExampleException failed(Examples.Entry example, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = Printable.message("The example " + example.id() + " could not be worked: " + reason);
        Html html = layout.html().element("h1", example.title()).raw("<p role=\"alert\">")
                .both(line + ". Load the page again to try once more.", line + "。重新加载本页可再试一次。")
                .raw("</p>\n");
        return new ExampleException(
                line, layout.page(example.id(), example.title(), html.toString(), List.of()), cause);
    }

    private static String page(Examples.Entry example) {
        return example.id() + ".html";
    }
}

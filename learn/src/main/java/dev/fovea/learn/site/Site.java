package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.explain.example.Descent;
import dev.fovea.explain.example.Example;
import dev.fovea.explain.example.Examples;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.InsightJson;
import dev.fovea.learn.network.RecordedNudges;
import dev.fovea.learn.network.Recording;
import dev.fovea.learn.network.SamplePicture;
import dev.fovea.learn.network.SamplePictures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All files of the site, by their paths, to be served or written to a folder, where they open from disk. An example is
/// worked when its page is first asked for: some train networks, which takes seconds.
public final class Site {
    private static final int SAMPLES = 10;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Chinese chinese = Chinese.load();
    private final PageLayout layout;
    private final WorkedExamples examples;
    private final List<SamplePicture> samples;
    private final RecordedNudges recorded;

    private Site(List<SamplePicture> samples, List<Examples.Entry> entries, Backend backend) {
        this.samples = samples;
        recorded = RecordedNudges.of(Digits.load(), backend);
        List<PageLayout.Link> links = new ArrayList<>();
        links.add(new PageLayout.Link("index", "Start"));
        links.add(new PageLayout.Link("network", "A network on one screen"));
        links.add(new PageLayout.Link("window", "A window to play with"));
        links.add(new PageLayout.Link("learning", "Learning in motion"));
        entries.forEach(entry -> links.add(new PageLayout.Link(entry.id(), entry.title())));
        layout = new PageLayout(links, chinese);
        examples = new WorkedExamples(entries, layout, backend);
    }

    /// All examples that this library has.
    ///
    /// @param insight the network that is looked into
    /// @param images of which the first of each class are shown
    /// @param live whether an engine will answer, so that own pictures can be asked for
    public static Site of(Insight insight, Dataset images, boolean live, Backend backend) {
        return of(insight, images, live, Examples.all(), backend);
    }

    /// @param examples each with a page, in this order
    public static Site of(
            Insight insight, Dataset images, boolean live, List<Examples.Entry> examples, Backend backend) {
        Site site = new Site(SamplePicture.first(images, SAMPLES), examples, backend);
        site.files.putAll(SiteResources.all());
        site.start();
        site.moving(insight, live, backend);
        return site;
    }

    /// The page of one example and what it needs, by path, without the rest of the site.
    ///
    /// @param id its file without `.html`
    /// @param title what the window is called
    public static Map<String, byte[]> of(String id, String title, Example example, Backend backend) {
        PageLayout alone = new PageLayout(List.of(new PageLayout.Link(id, title)), Chinese.load());
        WorkedPage worked = WorkedPage.of(id, title, example, alone, backend);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(id + ".html", worked.page());
        files.putAll(worked.pictures());
        files.putAll(SiteResources.ofExample(worked.moves()));
        return files;
    }

    /// All files by path, such as `index.html` or `pictures/graph/graph.svg`.
    ///
    /// @throws ExampleException if an example fails
    public Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.putAll(examples.files());
        return all;
    }

    /// One file; null if there is none of that path.
    ///
    /// @throws ExampleException if the file belongs to an example, which fails; the next call tries again
    public byte @Nullable [] file(String path) {
        byte[] known = files.get(path);
        return known != null ? known : examples.file(path);
    }

    /// Whether the file is of an example that has yet to be worked, which takes up to some seconds.
    public boolean isToBeWorked(String path) {
        return examples.isToBeWorked(path);
    }

    /// The pictures among which the page of the network lets one choose.
    public List<SamplePicture> samples() {
        return samples;
    }

    /// The network whose weights are nudged on the page about learning.
    public RecordedNudges recorded() {
        return recorded;
    }

    /// Texts that stand in English on the Chinese pages too.
    Set<String> untranslated() {
        return chinese.missing();
    }

    private void start() {
        Html html = layout.html();
        html.element("h1", "How a convolutional network works")
                .element("p", "A computer that tells what a picture shows does it with sums, products and comparisons,"
                        + " thousands of them. These pages show every one of them: on small examples that can be"
                        + " worked with a pencil, and in a network that has learned to read digits. The numbers come"
                        + " from the engine that computes networks.")
                .element("p", "Three pages are there to play with: look at them first to see what it is about. The"
                        + " examples behind them explain each word that those pages use, one after the other; many of"
                        + " them have a picture beside the text that moves step by step.")
                .raw("<ol>\n");
        for (PageLayout.Link link : layout.links().subList(1, layout.links().size())) {
            html.raw("<li><a href=\"" + link.id() + ".html\">").text(link.title()).raw("</a></li>\n");
        }
        html.raw("</ol>\n");
        page("index", "Start", html.toString(), List.of());
    }

    private void moving(Insight insight, boolean live, Backend backend) {
        TrainTestSplit digits = Digits.load();
        data("network", InsightJson.network(insight));
        data("samples", SamplePictures.json(insight, samples, live));
        data("engine", JsonBoolean.of(live));
        data("descent", descent(Descent.of(backend)));
        data("training", Recording.of(digits, backend).json());
        data("nudges", recorded.json(live));
        moving("network", "A network on one screen",
                "Every map is computed by the network from those to its left. Choose a test picture, then"
                        + " any map: below stand the numbers that make it.",
                SiteResources.PREACT, SiteResources.HOOKS, "data/engine.js", "data/network.js", "data/samples.js",
                "tensor.js", "moving.js", "stages.js", "maps.js", "arithmetic.js", "detail.js", "pictures.js",
                "whole.js", "asked.js", "backward.js", "network.js");
        moving("window", "A window to play with",
                "A kernel sees a small window of the picture at a time. How often it fits is the size of its output: n"
                        + " is the picture's size, k the kernel's, s the step from place to place, p the border that"
                        + " is added on each side.",
                SiteResources.PREACT, SiteResources.HOOKS, "tensor.js", "window.js");
        moving("learning", "Learning in motion",
                "A network learns by going downhill: the loss says how wrong it is, the gradient how the loss changes"
                        + " with each weight.",
                SiteResources.UPLOT_STYLE, SiteResources.PREACT, SiteResources.HOOKS, SiteResources.UPLOT,
                "data/engine.js", "data/descent.js", "data/training.js", "data/nudges.js", "tensor.js", "moving.js",
                "training.js", "nudge.js", "learning.js");
    }

    /// A page whose script draws into the element of its name.
    private void moving(String id, String title, String introduction, String... files) {
        Html html = layout.html().element("h1", title).element("p", introduction);
        page(id, title, html.raw("<div id=\"" + id + "\"></div>\n").toString(), List.of(files));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void page(String id, String title, String body, List<String> scripts) {
        files.put(id + ".html", bytes(layout.page(id, title, body, scripts)));
    }

    /// A script that gives the page data, which works from disk too.
    private void data(String name, Json json) {
        String script = "'use strict';\nfovea.data." + name + " = " + json + ";\n";
        files.put("data/" + name + ".js", bytes(script));
    }

    private static JsonObject descent(Descent descent) {
        List<Json> points = new ArrayList<>();
        for (int i = 0; i < descent.xs().size(); i++) {
            points.add(new JsonArray(
                    List.of(JsonNumber.of(descent.xs().get(i)), JsonNumber.of(descent.ys().get(i)))));
        }
        return JsonObject.builder()
                .put("points", new JsonArray(points))
                .put("paths", JsonArray.of(descent.runs(), run -> JsonArray.of(run.points(), Site::point)))
                .put("rates", JsonArray.of(descent.runs(), run -> JsonNumber.of(run.rate())))
                .build();
    }

    private static JsonObject point(Descent.Point point) {
        return JsonObject.builder()
                .put("w", JsonNumber.of(point.weight()))
                .put("b", JsonNumber.of(point.bias()))
                .put("loss", JsonNumber.of(point.loss()))
                .build();
    }
}

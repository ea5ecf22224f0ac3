package dev.fovea.learn.site;

import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.explain.example.Block;
import dev.fovea.explain.example.Example;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A worked example as a page: its text, its matrices as tables, and its pictures.
final class ExamplePage {
    private final Html html;
    private final String folder;
    private final Map<String, byte[]> pictures;
    private final List<Motion> motions;
    private boolean beside;

    private ExamplePage(Html html, String folder, Map<String, byte[]> pictures, List<Motion> motions) {
        this.html = html;
        this.folder = folder;
        this.pictures = pictures;
        this.motions = new ArrayList<>(motions);
    }

    /// @param folder where the pictures lie, seen from the page
    /// @param pictures by their paths
    static String body(
            Example example, List<Motion> motions, String folder, Map<String, byte[]> pictures, Html html) {
        ExamplePage page = new ExamplePage(html, folder, pictures, motions);
        page.html.element("h1", example.title());
        page.move("");
        example.page().forEach(page::block);
        page.endMotion();
        if (!page.motions.isEmpty()) {
            throw new IllegalStateException(
                    "no heading begins with '" + page.motions.getFirst().heading() + "' in " + example.title());
        }
        return page.html.toString();
    }

    private void block(Block block) {
        switch (block) {
            case Block.Heading heading -> heading(heading.text());
            case Block.Paragraph paragraph -> html.element("p", paragraph.text().replace('\u00A0', ' '));
            case Block.Lines lines -> lines(lines.lines());
            case Block.Row row -> row(row.pieces());
            case Block.Table table -> table(table);
            case Block.Picture picture -> picture(folder + picture.file());
        }
    }

    private void heading(String text) {
        boolean moves = motions.stream().anyMatch(motion -> begins(text, motion));
        if (moves) {
            endMotion();
        }
        html.element("h2", text);
        if (moves) {
            move(text);
        }
    }

    /// Begins the part of a page beside which a picture moves: it ends where the next one begins.
    private void move(String heading) {
        for (Motion motion : List.copyOf(motions)) {
            if (!beside && begins(heading, motion)) {
                html.raw("<div class=\"moving\">\n").raw(motion.html()).raw("<div class=\"still\">\n");
                motions.remove(motion);
                beside = true;
            }
        }
    }

    private static boolean begins(String heading, Motion motion) {
        return motion.heading().isEmpty() ? heading.isEmpty() : heading.startsWith(motion.heading());
    }

    private void endMotion() {
        if (beside) {
            html.raw("</div></div>\n");
            beside = false;
        }
    }

    private void lines(List<String> lines) {
        html.raw("<div class=\"scroll\" tabindex=\"0\"><pre>");
        lines.forEach(line -> html.text(line).raw("\n"));
        html.raw("</pre></div>\n");
    }

    private void row(List<Block.Piece> pieces) {
        html.raw("<div class=\"row\">\n");
        for (Block.Piece piece : pieces) {
            switch (piece) {
                case Block.Sign sign -> html.raw("<span class=\"sign\">").text(sign.text()).raw("</span>\n");
                case Block.Grid grid -> grid(grid);
            }
        }
        html.raw("</div>\n");
    }

    private void grid(Block.Grid grid) {
        Tensor values = grid.values();
        boolean drawn = grid.decimals() < 0;
        html.raw("<figure class=\"grid\"><figcaption>").text(grid.caption()).raw("</figcaption><table class=\"")
                .raw(drawn ? "pixels" : "matrix").raw("\">\n");
        for (int i = 0; i < values.shape().dim(0); i++) {
            html.raw("<tr>");
            for (int j = 0; j < values.shape().dim(1); j++) {
                float value = values.at(i, j);
                String classes = (isIn(grid.window(), i, j) ? "in " : "") + (drawn && value > 0 ? "on" : "");
                html.raw(classes.isBlank() ? "<td>" : "<td class=\"" + classes.strip() + "\">")
                        .raw(drawn ? "" : Numerals.fixed(value, grid.decimals())).raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</table></figure>\n");
    }

    private static boolean isIn(Matrix.@Nullable Mark mark, int row, int column) {
        return mark != null && mark.covers(row, column);
    }

    private void table(Block.Table table) {
        html.raw("<div class=\"scroll\" tabindex=\"0\"><table class=\"table\"><thead><tr>");
        for (int i = 0; i < table.header().size(); i++) {
            html.raw(cell("th scope=\"col\"", table, i)).text(table.header().get(i)).raw("</th>");
        }
        html.raw("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            html.raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.raw(cell("td", table, i)).text(row.get(i)).raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    private static String cell(String element, Block.Table table, int column) {
        return "<" + element + (column == 0 || table.left().contains(column) ? ">" : " class=\"number\">");
    }

    /// A picture, twice if there is one for Chinese readers: the page's style shows one, and only that is loaded.
    private void picture(String path) {
        byte[] bytes = Objects.requireNonNull(pictures.get(path), path);
        String chinese = WorkedPage.chinesePath(path);
        byte[] translated = chinese.equals(path) ? null : pictures.get(chinese);
        html.raw("<figure class=\"picture\">");
        if (translated == null) {
            image(path, name(path, bytes), "");
        } else {
            image(path, name(path, bytes), " lang=\"en\"");
            image(chinese, name(chinese, translated), " lang=\"zh\"");
        }
        html.raw("</figure>\n");
    }

    /// Leads to the picture itself: beside a moving one it is smaller than it was drawn.
    private void image(String path, String name, String language) {
        String file = Html.escaped(path);
        html.raw("<a" + language + " href=\"" + file + "\"><img loading=\"lazy\" src=\"" + file + "\" alt=\""
                + Html.escaped(name) + "\"></a>");
    }

    /// The title of a drawing; what the file is called, of a photograph.
    private static String name(String path, byte[] picture) {
        return path.endsWith(".svg")
                ? ChineseSvg.title(picture)
                : path.replaceFirst(".*/", "").replaceFirst("\\.\\w+$", "").replace('-', ' ');
    }
}

package dev.fovea.explain.report;

import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Pixels;
import dev.fovea.text.Printable;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// One HTML page that needs nothing else: pictures lie in it, and it has no script. It follows the reader's choice of
/// light or dark, and prints.
final class Page {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d2733; --muted: #5b6875; --paper: #fff; --line: #dde2e7;
              --back: #f6f7f9; --bar: #0072b2; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6eaee; --muted: #9aa6b2; --paper: #1a2028; --line: #323b45; --back: #11161c;
                --bar: #56b4e9; }
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--back); color: var(--ink);
              font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", \
            sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 24px; }
            h1 { font-size: 28px; line-height: 1.25; margin: 8px 0; }
            h2 { font-size: 21px; margin: 40px 0 8px; padding-top: 16px; border-top: 1px solid var(--line); }
            h3 { font-size: 16px; margin: 0 0 4px; overflow-wrap: anywhere; }
            p { margin: 4px 0 12px; max-width: 75ch; overflow-wrap: anywhere; }
            .muted, figcaption { color: var(--muted); font-size: 14px; }
            nav a { color: inherit; margin-right: 16px; }
            figure { margin: 16px 0; break-inside: avoid; }
            figcaption { margin: 0 0 6px; max-width: 90ch; overflow-wrap: anywhere; }
            .sheet { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 4px; \
            width: fit-content;
              max-width: 100%; overflow-x: auto; }
            .sheet img, .sheet svg { display: block; max-width: 100%; height: auto; }
            .beside { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
            .beside figure { margin: 8px 0; }
            details { border-top: 1px solid var(--line); padding: 6px 0; }
            summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
            details figure { margin: 8px 0 16px; }
            li { overflow-wrap: anywhere; }
            table { border-collapse: collapse; margin: 8px 0 16px; break-inside: avoid; }
            th, td { padding: 3px 12px 3px 0; text-align: left; font-variant-numeric: tabular-nums; }
            th { color: var(--muted); font-weight: 500; font-size: 14px; }
            td.number, th.number { text-align: right; }
            td.bar { width: 260px; padding-right: 0; }
            td.bar div { background: var(--bar); height: 12px; border-radius: 3px; min-width: 1px; }
            @media print {
              :root { color-scheme: light; --ink: #000; --muted: #444; --paper: #fff; --line: #ccc; --back: #fff;
                --bar: #0072b2; }
              body { font-size: 11pt; }
              main { max-width: none; padding: 0; }
              nav { display: none; }
              h2, h3, figcaption { break-after: avoid; }
              td.bar div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            }
            """;

    private final StringBuilder html = new StringBuilder();

    /// @param files what belongs to the page, by names without spaces
    Page(String title, List<String> files) {
        html.append("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="%s" content="%s">
                <title>""".formatted(ReportFolder.LIST, escaped(String.join(" ", files))))
                .append(escaped(title)).append("</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>").append(escaped(title)).append("</h1>\n");
    }

    /// Links to sections.
    Page contents(List<String> titles) {
        html.append("<nav>");
        titles.forEach(title -> html.append("<a href=\"#").append(anchor(title)).append("\">").append(escaped(title))
                .append("</a> "));
        html.append("</nav>\n");
        return this;
    }

    Page section(String title) {
        html.append("<h2 id=\"").append(anchor(title)).append("\">").append(escaped(title)).append("</h2>\n");
        return this;
    }

    Page text(String words) {
        html.append("<p>").append(escaped(words)).append("</p>\n");
        return this;
    }

    Page picture(Picture picture) {
        open(picture.heading(), picture.words());
        image(picture);
        return close();
    }

    private void image(Picture picture) {
        Pixels pixels = picture.pixels();
        html.append("<img width=\"").append(pixels.width()).append("\" height=\"").append(pixels.height())
                .append("\" alt=\"").append(escaped(picture.heading() + ": " + picture.words()))
                .append("\" src=\"data:image/png;base64,").append(Base64.getEncoder().encodeToString(pixels.png()))
                .append("\">");
    }

    /// A picture below its heading, folded away unless open.
    Page folding(Picture picture, boolean open) {
        html.append(open ? "<details open>" : "<details>").append("\n<summary>").append(escaped(picture.heading()))
                .append("</summary>\n");
        open("", picture.words());
        image(picture);
        close();
        html.append("</details>\n");
        return this;
    }

    /// A numbered list, folded away.
    Page folded(String heading, List<String> lines) {
        html.append("<details>\n<summary>").append(escaped(heading)).append("</summary>\n<ol>\n");
        lines.forEach(line -> html.append("<li>").append(escaped(line)).append("</li>\n"));
        html.append("</ol>\n</details>\n");
        return this;
    }

    Page figure(String heading, String words, Figure figure) {
        open(heading, words);
        html.append(figure.svg(heading + ": " + words));
        return close();
    }

    private void open(String heading, String words) {
        html.append("<figure>\n");
        if (!heading.isEmpty()) {
            html.append("<h3>").append(escaped(heading)).append("</h3>\n");
        }
        html.append("<figcaption>").append(escaped(words)).append("</figcaption>\n<div class=\"sheet\">");
    }

    private Page close() {
        html.append("</div>\n</figure>\n");
        return this;
    }

    /// What follows, until [#apart], stands side by side where there is room.
    Page beside() {
        html.append("<div class=\"beside\">\n");
        return this;
    }

    Page apart() {
        html.append("</div>\n");
        return this;
    }

    /// A table of names and probabilities.
    Page bars(List<String> names, List<Double> shares) {
        html.append("<table>\n<tr><th>class</th><th class=\"number\">probability</th><th></th></tr>\n");
        for (int i = 0; i < names.size(); i++) {
            html.append("<tr><td>").append(escaped(names.get(i))).append("</td><td class=\"number\">")
                    .append(Report.percent(shares.get(i))).append("</td><td class=\"bar\"><div style=\"width:")
                    .append(Math.round(1000 * shares.get(i)) / 10.0).append("%\"></div></td></tr>\n");
        }
        html.append("</table>\n");
        return this;
    }

    /// A table; all columns but the first hold numbers.
    Page table(List<String> names, List<List<String>> rows) {
        html.append("<table>\n<tr>");
        for (int i = 0; i < names.size(); i++) {
            cell("th", i, names.get(i));
        }
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell("td", i, row.get(i));
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
        return this;
    }

    private void cell(String element, int column, String words) {
        html.append('<').append(element).append(column == 0 ? ">" : " class=\"number\">").append(escaped(words))
                .append("</").append(element).append('>');
    }

    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String escaped(String words) {
        return Printable.lines(words)
                .replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return html + "</main>\n</body>\n</html>\n";
    }
}

package dev.fovea.learn.site;

import dev.fovea.explain.example.Examples;
import dev.fovea.text.Printable;
import java.util.regex.Pattern;

/// Writes HTML, of which all text is escaped, and each text stands in both languages: the page's style shows one.
final class Html {
    private static final Pattern COMMAND = Pattern.compile("(?:\\./)?(?:fovea )?show ([a-z-]+)");

    private final StringBuilder html = new StringBuilder();
    private final Chinese chinese;

    Html(Chinese chinese) {
        this.chinese = chinese;
    }

    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /// A text in both languages, or once where they do not differ, as numbers do.
    Html text(String english) {
        if (!Chinese.hasWords(english)) {
            html.append(escaped(english));
            return this;
        }
        return both(english, chinese.of(english));
    }

    Html both(String english, String translated) {
        html.append("<span lang=\"en\">").append(linked(english)).append("</span><span lang=\"zh\">")
                .append(linked(translated)).append("</span>");
        return this;
    }

    /// A text in which the command that shows an example leads to the example's page.
    private static String linked(String text) {
        return COMMAND.matcher(escaped(text)).replaceAll(found -> Examples.all().stream()
                .filter(entry -> entry.id().equals(found.group(1)))
                .findFirst()
                .map(entry -> "<a href=\"" + entry.id() + ".html\">" + found.group(1) + "</a>")
                .orElse(found.group()));
    }

    /// An element with a text.
    Html element(String name, String english) {
        return raw("<" + name + ">").text(english).raw("</" + name.split(" ", 2)[0] + ">\n");
    }

    Chinese chinese() {
        return chinese;
    }

    static String escaped(String text) {
        return Printable.lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}

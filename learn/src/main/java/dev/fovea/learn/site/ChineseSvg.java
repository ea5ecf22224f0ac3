package dev.fovea.learn.site;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A picture's texts in Chinese. Lines below one another in one lettering are one text where the translations know them
/// as one: it is then broken anew.
final class ChineseSvg {
    private static final Pattern TITLE = Pattern.compile("<title>([^<]*)</title>");
    private static final Pattern TEXT = Pattern.compile(
            "<text x=\"([^\"]+)\" y=\"([^\"]+)\""
                    + "( font-family=\"[^\"]*\" font-size=\"([^\"]+)\"[^>]*)>([^<]*)</text>\n");
    private static final double LEADING = 1.4;

    /// Of the size of the lettering.
    private static final double LATIN = .55;

    private final Chinese chinese;

    private ChineseSvg(Chinese chinese) {
        this.chinese = chinese;
    }

    /// One `text` element.
    private record Line(String y, String x, String style, double size, String words, int start, int end) {
        static Line of(MatchResult found) {
            return new Line(
                    found.group(2), found.group(1), found.group(3), Double.parseDouble(found.group(4)),
                    plain(found.group(5)), found.start(), found.end());
        }

        boolean goesOnIn(Line next) {
            return next.start == end && next.x.equals(x) && next.style.equals(style)
                    && Math.abs(next.height() - height() - LEADING * size) < .02;
        }

        double height() {
            return Double.parseDouble(y);
        }

        String at(String place, String text) {
            return "<text x=\"" + x + "\" y=\"" + place + "\"" + style + ">" + Html.escaped(text) + "</text>\n";
        }
    }

    static String of(String svg, Chinese chinese) {
        return new ChineseSvg(chinese).translated(svg);
    }

    static byte[] of(byte[] svg, Chinese chinese) {
        return of(new String(svg, StandardCharsets.UTF_8), chinese).getBytes(StandardCharsets.UTF_8);
    }

    /// What the picture is called.
    static String title(byte[] svg) {
        return TITLE.matcher(new String(svg, StandardCharsets.UTF_8)).results()
                .map(found -> plain(found.group(1)))
                .findFirst()
                .orElse("");
    }

    private String translated(String svg) {
        String titled = TITLE.matcher(svg).replaceAll(found -> "<title>"
                + Html.escaped(word(plain(found.group(1)))).replace("\\", "\\\\").replace("$", "\\$") + "</title>");
        List<Line> lines = TEXT.matcher(titled).results().map(Line::of).toList();
        StringBuilder text = new StringBuilder();
        int done = 0;
        for (int i = 0; i < lines.size();) {
            List<Line> paragraph = paragraph(lines, i);
            text.append(titled, done, paragraph.getFirst().start);
            text.append(paragraph.size() > 1 ? broken(paragraph) : one(paragraph.getFirst()));
            done = paragraph.getLast().end;
            i += paragraph.size();
        }
        return text.append(titled, done, titled.length()).toString();
    }

    private String word(String english) {
        return Chinese.hasWords(english) ? chinese.of(english) : english;
    }

    private String one(Line line) {
        return line.at(line.y, word(line.words));
    }

    /// The longest run of lines that has a translation as a whole; one line if there is none.
    private List<Line> paragraph(List<Line> lines, int from) {
        int end = from + 1;
        while (end < lines.size() && lines.get(end - 1).goesOnIn(lines.get(end))) {
            end++;
        }
        for (; end > from + 1; end--) {
            if (chinese.knows(joined(lines.subList(from, end)))) {
                break;
            }
        }
        return lines.subList(from, end);
    }

    private static String joined(List<Line> lines) {
        return lines.stream().map(Line::words).collect(Collectors.joining(" "));
    }

    /// Broken where the longest of the English lines ends.
    private String broken(List<Line> paragraph) {
        double room = paragraph.stream().mapToDouble(line -> width(line.words)).max().orElseThrow();
        Line first = paragraph.getFirst();
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        String chineseText = chinese.of(joined(paragraph));
        for (int i = 0; i < chineseText.length(); i++) {
            char letter = chineseText.charAt(i);
            boolean breaks = letter > '\u2E7F' && !"，。；：、）".contains(String.valueOf(letter)) || letter == ' ';
            if (breaks && width(row + String.valueOf(letter)) > room) {
                rows.add(row.toString());
                row.setLength(0);
            }
            row.append(letter);
        }
        rows.add(row.toString());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String place = i < paragraph.size()
                    ? paragraph.get(i).y
                    : Double.toString(first.height() + LEADING * first.size * i);
            text.append(first.at(place, rows.get(i).strip()));
        }
        return text.toString();
    }

    private static double width(String words) {
        return words.codePoints().mapToDouble(letter -> letter > 0x2E7F ? 1 : LATIN).sum();
    }

    private static String plain(String escaped) {
        return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}

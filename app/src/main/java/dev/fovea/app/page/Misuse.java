package dev.fovea.app.page;

import dev.fovea.text.Figures;
import dev.fovea.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What to tell people of a command line that makes no sense.
public final class Misuse {
    private static final int FEW = 3;

    private Misuse() {}

    /// One line: what was expected, what was received, what to do.
    public static String line(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            ParseResult parsed = e.getCommandLine().getParseResult();
            boolean help = parsed != null && parsed.hasSubcommand() && parsed.subcommand().commandSpec().helpCommand();
            return help
                    ? unknownCommand(command, parsed.subcommand().originalArgs().getLast())
                    : unfit(command, e) + see(command);
        }
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            List<String> meant = unmatched.getSuggestions();
            for (Map.Entry<String, CommandLine> one : command.subcommands().entrySet()) {
                if (one.getValue().getCommandSpec().findOption(word) != null) {
                    return word + " goes behind a name: " + command.qualifiedName() + " " + one.getKey() + " " + word;
                }
            }
            return command.name() + " has no option " + word
                    + (meant.isEmpty()
                            ? see(command)
                            : "; did you mean " + meant.stream().limit(FEW).collect(Collectors.joining(" or ")) + "?");
        }
        return command.subcommands().isEmpty() ? tooMany(command, word) : unknownCommand(command, word);
    }

    /// An argument that is missing, or that is not what is expected there.
    private static String unfit(CommandSpec command, ParameterException e) {
        if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            return missing(command, missing.getMissing());
        }
        ArgSpec place = e.getArgSpec();
        String kind = place == null ? "" : kind(place, "" + e.getValue());
        return place == null || kind.isEmpty()
                ? Objects.requireNonNullElse(e.getMessage(), "wrong usage")
                : name(place) + " expects " + kind + ": got " + e.getValue();
    }

    private static String missing(CommandSpec command, List<ArgSpec> missing) {
        List<String> needed = missing.stream().filter(ArgSpec::required).map(Misuse::form).toList();
        return needed.isEmpty()
                ? name(missing.getFirst()) + " expects " + missing.getFirst().paramLabel() + ": got nothing"
                : command.name() + " needs " + String.join(" and ", needed);
    }

    /// `--out FILE.png`, or `IMAGE`.
    private static String form(ArgSpec place) {
        return place.isOption() ? name(place) + " " + place.paramLabel() : place.paramLabel();
    }

    private static String name(ArgSpec place) {
        return place instanceof OptionSpec option ? option.longestName() : place.paramLabel();
    }

    /// What a number may be; empty where it is no number that is expected.
    private static String kind(ArgSpec place, String got) {
        Class<?> type = place.typeInfo().getType();
        boolean large = got.matches("[+-]?\\d+");
        if (type == Integer.class || type == int.class) {
            return "a whole number" + (large ? " of at most " + Figures.count(Integer.MAX_VALUE) : "");
        }
        if (type == Long.class || type == long.class) {
            return "a whole number" + (large ? " of at most " + Figures.count(Long.MAX_VALUE) : "");
        }
        boolean real = List.of(double.class, Double.class, float.class, Float.class).contains(type);
        return real ? "a number" : "";
    }

    private static String unknownCommand(CommandSpec command, String word) {
        List<String> known = List.copyOf(command.subcommands().keySet());
        String whose = command.parent() == null ? "" : " of " + command.name();
        return "no command" + whose + " is named " + word + Nearest.question(word, known) + "; there are "
                + String.join(", ", known);
    }

    private static String tooMany(CommandSpec command, String word) {
        List<PositionalParamSpec> places = command.positionalParameters();
        String expected = places.isEmpty()
                ? "nothing but options"
                : places.stream().map(PositionalParamSpec::paramLabel).collect(Collectors.joining(" "))
                        + " and options";
        return command.name() + " expects " + expected + ": got " + word + (places.isEmpty() ? "" : " too")
                + see(command);
    }

    private static String see(CommandSpec command) {
        return "; see " + command.qualifiedName() + " --help";
    }
}

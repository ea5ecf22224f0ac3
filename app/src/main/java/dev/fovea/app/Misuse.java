package dev.fovea.app;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What to tell people of a command line that makes no sense.
final class Misuse {
    private static final int FEW = 3;

    private Misuse() {}

    /// One line: what was expected, what was received, what to do.
    static String line(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            ParseResult parsed = e.getCommandLine().getParseResult();
            boolean help = parsed != null && parsed.hasSubcommand() && parsed.subcommand().commandSpec().helpCommand();
            return help
                    ? unknownCommand(command, parsed.subcommand().originalArgs().getLast())
                    : e.getMessage() + see(command);
        }
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            List<String> meant = unmatched.getSuggestions();
            return command.name() + " has no option " + word
                    + (meant.isEmpty()
                            ? see(command)
                            : "; did you mean " + meant.stream().limit(FEW).collect(Collectors.joining(" or ")) + "?");
        }
        return command.subcommands().isEmpty() ? tooMany(command, word) : unknownCommand(command, word);
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
                : places.stream().map(PositionalParamSpec::paramLabel).collect(Collectors.joining(" ")) + " and options";
        return command.name() + " expects " + expected + ": got " + word + (places.isEmpty() ? "" : " too")
                + see(command);
    }

    private static String see(CommandSpec command) {
        return "; see " + command.qualifiedName() + " --help";
    }
}

package dev.fovea.app;

import dev.fovea.app.command.AugmentCommand;
import dev.fovea.app.command.BenchCommand;
import dev.fovea.app.command.EvaluateCommand;
import dev.fovea.app.command.ExplainCommand;
import dev.fovea.app.command.LearnCommand;
import dev.fovea.app.command.PredictCommand;
import dev.fovea.app.command.ProfileCommand;
import dev.fovea.app.command.RecipesCommand;
import dev.fovea.app.command.ReproduceCommand;
import dev.fovea.app.command.SamplesCommand;
import dev.fovea.app.command.ShowCommand;
import dev.fovea.app.command.SummaryCommand;
import dev.fovea.app.command.TrainCommand;
import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.console.PrintableStream;
import dev.fovea.app.page.Advice;
import dev.fovea.app.page.Failure;
import dev.fovea.app.page.Misuse;
import dev.fovea.backend.cpu.VectorModule;
import dev.fovea.lab.run.RunException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// The command `fovea`.
@Command(
        name = "fovea",
        description = "Convolutional networks for the JVM: train, understand and ship an image classifier.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Start with: fovea train", "Each command has --help, as fovea help COMMAND shows it.%n"})
public final class Main implements Callable<Integer> {
    private static final String JSON = "--json";

    /// Each has a workspace of its own.
    private static final String THREADS = "--threads";

    private static final List<String> SIZES = List.of("--batch", "--count", "--size");

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        speakUtf8();
        VectorModule.add();
        System.exit(run(args, System.out, System.err));
    }

    /// Runs a command and returns its exit code.
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, Console.of(out, err));
    }

    static int run(String[] args, Console console) {
        int code = execute(args, console);
        boolean lost = console.out().checkError();
        if (lost && code == ExitCode.DONE) {
            console.say("cannot write to standard output: what was printed is lost; free space or keep the pipe open");
            code = ExitCode.FAILED;
        }
        console.err().flush();
        return code;
    }

    private static int execute(String[] args, Console console) {
        CommandLine line = commandLine(console);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            console.say(Failure.line(e, sizes(line.getParseResult())));
            return ExitCode.FAILED;
        }
    }

    /// The registry of commands: one line each.
    private static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvaluateCommand(console))
                .addSubcommand(new PredictCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new SummaryCommand(console))
                .addSubcommand(new RecipesCommand(console))
                .addSubcommand(new AugmentCommand(console))
                .addSubcommand(new SamplesCommand(console))
                .addSubcommand(new ReproduceCommand(console, Main::run))
                .addSubcommand(ShowCommand.line(console))
                .addSubcommand(new LearnCommand(console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new ProfileCommand(console))
                .addSubcommand(help());
        // A word that begins with @ is a word, not the name of a file of words.
        line.setExpandAtFiles(false);
        line.setOut(new PrintWriter(console.out(), true));
        line.setErr(new PrintWriter(console.err(), true));
        line.setParameterExceptionHandler((e, given) -> misused(e, console));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, parsed, console));
        return line;
    }

    private static CommandLine help() {
        CommandLine help = new CommandLine(new CommandLine.HelpCommand());
        help.getCommandSpec().usageMessage().description("Show this help, or that of COMMAND.");
        return help;
    }

    /// The names of the commands, without `help`.
    static List<String> names() {
        return commandLine(Console.of(System.out, System.err)).getSubcommands().entrySet().stream()
                .filter(command -> !command.getValue().getCommandSpec().helpCommand())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Without a command: the help, as for any other wrong usage on standard error.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.MISUSED;
    }

    private static int misused(ParameterException e, Console console) {
        console.say(Misuse.line(e));
        if (e.getCause() != null && e.getCommandLine().getParseResult().hasMatchedOption(Console.DEBUG)) {
            e.getCause().printStackTrace(console.err());
        }
        return ExitCode.MISUSED;
    }

    private static int failed(Exception e, ParseResult parsed, Console console) {
        Exception told = e instanceof RunException run ? Advice.of(run) : e;
        console.say(Failure.line(told, sizes(parsed)));
        if (told instanceof CommandException known) {
            Failure.list(known.broken(), isGiven(JSON, parsed), console);
        }
        if (isGiven(Console.DEBUG, parsed)) {
            e.printStackTrace(console.err());
        }
        return told instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
    }

    /// The same of a command line that is not run.
    static List<String> sizes(String... words) {
        return sizes(commandLine(Console.of(System.out, System.err)).parseArgs(words));
    }

    /// The options of a command by which its work becomes smaller.
    private static List<String> sizes(ParseResult parsed) {
        CommandLine.Model.CommandSpec command = parsed.asCommandLineList().getLast().getCommandSpec();
        Stream<String> sizes = SIZES.stream().filter(name -> command.findOption(name) != null);
        CommandLine.Model.OptionSpec threads = command.findOption(THREADS);
        boolean many = threads != null && threads.getValue() instanceof Integer count
                && count > Runtime.getRuntime().availableProcessors();
        return many ? Stream.concat(Stream.of(THREADS), sizes).toList() : sizes.toList();
    }

    private static boolean isGiven(String option, ParseResult parsed) {
        return parsed.asCommandLineList().stream().anyMatch(line -> line.getParseResult().hasMatchedOption(option));
    }

    /// Tables and bars need more than ASCII, and a terminal that is told nothing else usually shows it. Nothing that is
    /// printed steers it.
    private static void speakUtf8() {
        if (!System.out.charset().newEncoder().canEncode('─')) {
            System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        }
        System.setOut(PrintableStream.of(System.out));
        System.setErr(PrintableStream.of(System.err));
    }

    /// The version that the jar's manifest carries.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fovea " + (version == null ? "from class files" : version)};
        }
    }
}

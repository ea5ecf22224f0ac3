package dev.fovea.app.jar;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// This process, where it can become another program: number, terminal, signals and exit code stay its own, as with
/// the launcher's `exec`.
final class PosixProcess {
    /// Options in the environment: the JVM that read them counts them among its arguments.
    static final List<String> OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    /// What stands for a byte that the locale does not know.
    private static final char UNKNOWN = '\uFFFD';

    private PosixProcess() {}

    static boolean isHere() {
        return File.separatorChar == '/';
    }

    /// Returns only where it fails.
    static void become(String program, List<String> options, String[] args) {
        List<byte[]> words = new ArrayList<>(List.of(bytes(program)));
        options.forEach(option -> words.add(bytes(option)));
        words.addAll(bytes(args));
        try (Arena memory = Arena.ofConfined()) {
            if (isAscii(System.getenv())) {
                // Otherwise Java could not read the names of files that are not ASCII.
                setenv(memory, "LC_ALL", "C.UTF-8");
            }
            for (String name : OPTIONS) {
                unsetenv(memory, name);
            }
            execv(memory, words);
        } catch (Throwable noSuchCall) { // as method handles declare it
            return;
        }
    }

    /// Whether the locale is one without letters beyond ASCII.
    static boolean isAscii(Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C");
        return Set.of("C", "POSIX").contains(locale);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    /// As they were given, also where this JVM could not read them.
    private static List<byte[]> bytes(String[] args) {
        if (Stream.of(args).anyMatch(arg -> arg.indexOf(UNKNOWN) >= 0)) {
            try {
                return last(args.length, Files.readAllBytes(COMMAND_LINE));
            } catch (IOException | IllegalArgumentException notLinux) {
                return Stream.of(args).map(PosixProcess::bytes).toList();
            }
        }
        return Stream.of(args).map(PosixProcess::bytes).toList();
    }

    /// The last words of a command line as Linux shows it: each ends with a zero.
    static List<byte[]> last(int count, byte[] line) {
        List<byte[]> words = Stream.of(new String(line, StandardCharsets.ISO_8859_1).split("\0", -1))
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        // Behind the last zero there is nothing.
        int end = words.size() - 1;
        if (end < count) {
            throw new IllegalArgumentException("expected " + count + " arguments, received " + end);
        }
        return words.subList(end - count, end);
    }

    /// Calls of exact types: for a looser one the JVM spins classes, a tenth of a second of every start.
    private static void setenv(Arena memory, String name, String value) throws Throwable {
        MethodHandle setenv =
                function("setenv", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        int _ = (int) setenv.invokeExact(memory.allocateFrom(name), memory.allocateFrom(value), 1);
    }

    private static void unsetenv(Arena memory, String name) throws Throwable {
        if (System.getenv(name) != null) {
            int _ = (int) function("unsetenv", ValueLayout.ADDRESS).invokeExact(memory.allocateFrom(name));
        }
    }

    private static void execv(Arena memory, List<byte[]> words) throws Throwable {
        MemorySegment pointers = memory.allocate(ValueLayout.ADDRESS, words.size() + 1L);
        for (int i = 0; i < words.size(); i++) {
            pointers.setAtIndex(ValueLayout.ADDRESS, i, text(memory, words.get(i)));
        }
        MethodHandle execv = function("execv", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        int _ = (int) execv.invokeExact(text(memory, words.getFirst()), pointers);
    }

    private static MemorySegment text(Arena memory, byte[] bytes) {
        MemorySegment text = memory.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }

    /// A function of the C library that returns an int.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("no " + name + " in the C library"));
        return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }
}

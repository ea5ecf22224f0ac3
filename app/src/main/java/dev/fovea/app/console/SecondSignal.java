package dev.fovea.app.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// A second Ctrl-C, after one that the process is still obeying. While it ends, the virtual machine heeds no more
/// signals by itself; `sun.misc.Signal`, of the module jdk.unsupported, is the only way to hear of them. It is found
/// by name, because a compiler may not know it and a runtime may lack it: then a second Ctrl-C waits as it always did.
final class SecondSignal {
    /// What the shell makes of a signal: 128 more than its number.
    private static final int SIGNALS = 128;

    private SecondSignal() {}

    /// From now on Ctrl-C, and what kill sends, end the process without waiting for anything.
    static void endsAtOnce() {
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                handle(name);
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                continue;
            }
        }
    }

    private static void handle(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object signal = type.getConstructor(String.class).newInstance(name);
        int code = SIGNALS + (int) type.getMethod("getNumber").invoke(signal);
        InvocationHandler halt = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                Runtime.getRuntime().halt(code);
            }
            return null;
        };
        Object second = Proxy.newProxyInstance(SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, halt);
        type.getMethod("handle", type, handler).invoke(null, signal, second);
    }
}

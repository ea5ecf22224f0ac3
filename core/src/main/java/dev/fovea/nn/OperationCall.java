package dev.fovea.nn;

import dev.fovea.op.Axes;
import dev.fovea.op.Operation;
import dev.fovea.tensor.Shape;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How an operation is written in Java: `new Slice(1, 0, 2)`.
final class OperationCall {
    private static final int MOST_SHOWN = 16;

    private OperationCall() {}

    static String of(Operation operation) {
        if (!(operation instanceof Record)) {
            return operation.toString();
        }
        List<String> arguments = new ArrayList<>();
        for (RecordComponent component : operation.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                arguments.add(argument(component.getAccessor().invoke(operation)));
            } catch (ReflectiveOperationException | RuntimeException e) {
                // A record that nobody may look into prints itself.
                return operation.toString();
            }
        }
        return "new " + operation.getClass().getSimpleName() + "(" + String.join(", ", arguments) + ")";
    }

    private static String argument(Object value) {
        return switch (value) {
            case Axes axes -> "Axes.of(" + joined(axes.list()) + ")";
            case List<?> list -> "List.of(" + joined(list) + ")";
            case Shape shape -> "Shape." + (shape.isBatched() ? "batch(" : "of(")
                    + (shape.sample().rank() == 0 ? "" : shape.sample().toString().replace("×", ", ")) + ")";
            case Float number -> number + "f";
            case Enum<?> constant -> constant.getDeclaringClass().getDeclaringClass() == null
                    ? constant.getDeclaringClass().getSimpleName() + "." + constant.name()
                    : constant.getDeclaringClass().getDeclaringClass().getSimpleName() + "."
                            + constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            case Object other -> other.toString();
        };
    }

    /// A list that would fill lines loses its end.
    private static String joined(List<?> list) {
        if (list.size() > MOST_SHOWN) {
            return joined(list.subList(0, MOST_SHOWN / 2)) + ", … " + list.size() + " in all";
        }
        return list.stream().map(OperationCall::argument).collect(Collectors.joining(", "));
    }
}

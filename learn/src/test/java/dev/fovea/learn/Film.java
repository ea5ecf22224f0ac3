package dev.fovea.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All frames of a moving picture, as they stand in the browser's document: each is what a reader sees at that step.
record Film(List<Frame> frames) {
    /// Goes through the frames by the slider, and tells of each what stands in the document.
    private static final String WALK = """
            const [index, choice, done] = arguments;
            // The page draws in a microtask; timers may be slowed down where a window is not seen.
            const wait = async () => { for (let i = 0; i < 5; i++) { await null; } };
            const read = player => {
              const found = { numbers: {}, values: {}, windows: {}, boxes: {}, wires: {}, shown: {} };
              player.querySelectorAll('[data-name]').forEach(one => {
                const name = one.dataset.name;
                if (one.dataset.values) { found.numbers[name] = JSON.parse(one.dataset.values); }
                if (one.dataset.value) { found.values[name] = Number(one.dataset.value); }
                if (one.dataset.window) { found.windows[name] = JSON.parse(one.dataset.window); }
                if (one.dataset.ball) { found.numbers[name + ' ball'] = JSON.parse(one.dataset.ball); }
                if (one.dataset.patch) { found.numbers[name + ' patch'] = JSON.parse(one.dataset.patch); }
                found.shown[name] = [...one.querySelectorAll('.cells span')].map(cell => cell.textContent);
              });
              player.querySelectorAll('[data-box]').forEach(one => {
                if (one.dataset.value) { found.boxes[one.dataset.box] = Number(one.dataset.value); }
                if (one.dataset.gradient) { found.boxes['d ' + one.dataset.box] = Number(one.dataset.gradient); }
              });
              player.querySelectorAll('[data-wire]').forEach(one => {
                if (one.dataset.value) { found.wires[one.dataset.wire] = Number(one.dataset.value); }
              });
              found.said = player.querySelector('.say').textContent;
              return found;
            };
            (async () => {
              const player = document.querySelectorAll('.player')[index];
              if (choice >= 0) { player.querySelectorAll('.choices button')[choice].click(); await wait(); }
              const slider = player.querySelector('.controls > input');
              const frames = [];
              for (let i = 0; i < Number(player.dataset.frames); i++) {
                slider.value = i;
                slider.dispatchEvent(new Event('input', { bubbles: true }));
                await wait();
                if (Number(player.dataset.frame) !== i) { throw new Error('frame ' + i + ' is not shown'); }
                frames.push(read(player));
              }
              done(frames);
            })().catch(error => done(String(error)));
            """;

    /// What stands in the document at one step.
    record Frame(Map<String, Object> found) {
        private Object of(String group, String name) {
            return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(found.get(group))).get(name), name);
        }

        boolean has(String group, String name) {
            return ((Map<?, ?>) Objects.requireNonNull(found.get(group))).get(name) != null;
        }

        /// Numbers of a grid or of bars; those that are not there yet are NaN.
        double[] numbers(String name) {
            return doubles((List<?>) of("numbers", name));
        }

        double value(String name) {
            return number(of("values", name));
        }

        /// Row, column, height and width.
        int[] window(String name) {
            return Arrays.stream(doubles((List<?>) of("windows", name))).mapToInt(place -> (int) place).toArray();
        }

        double box(String name) {
            return number(of("boxes", name));
        }

        double wire(String name) {
            return number(of("wires", name));
        }

        /// The cells of a grid as they are written.
        List<String> shown(String name) {
            return ((List<?>) of("shown", name)).stream().map(String::valueOf).toList();
        }

        String said() {
            return String.valueOf(found.get("said"));
        }

        private static double number(@Nullable Object number) {
            return number == null ? Double.NaN : ((Number) number).doubleValue();
        }

        private static double[] doubles(List<?> list) {
            return IntStream.range(0, list.size()).mapToDouble(i -> number(list.get(i))).toArray();
        }
    }

    /// @param index which of the page's moving pictures
    /// @param choice which setting is chosen; −1 where there is nothing to choose
    static Film of(Browser browser, int index, int choice) {
        Object frames = browser.driver().executeAsyncScript(WALK, index, choice);
        List<Frame> film = new ArrayList<>();
        if (!(frames instanceof List<?> list)) {
            throw new AssertionError("the moving picture fails: " + frames);
        }
        for (Object frame : list) {
            @SuppressWarnings("unchecked")
            Map<String, Object> found = (Map<String, Object>) Objects.requireNonNull(frame);
            film.add(new Frame(found));
        }
        return new Film(film);
    }

    int size() {
        return frames.size();
    }

    Frame at(int frame) {
        return frames.get(frame);
    }

    Frame last() {
        return frames.getLast();
    }
}

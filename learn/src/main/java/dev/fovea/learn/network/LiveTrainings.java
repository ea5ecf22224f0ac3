package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Seed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The trainings that pages have started: a few at a time, each of which does one thing at a time, and only while its
/// page asks for more steps. One that nobody asks for is forgotten; of too many, the one that was not asked for longest
/// makes room. Safe for many threads.
public final class LiveTrainings {
    /// Trainings at a time.
    static final int MOST = 4;
    /// Steps that one may ask for at once.
    static final int MOST_STEPS = 100;
    static final double LEAST_RATE = 1e-6;
    static final double MOST_RATE = 1000;
    /// Seeds that a page's numbers hold exactly.
    private static final long MOST_SEED = (1L << 53) - 1;
    private static final Duration IDLE = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TrainTestSplit digits;
    private final Backend backend;
    private final LongSupplier nanos;
    private final Duration patience;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Session recorded;
    private long started;

    /// A training, who may use it, and when it was last asked for.
    record Session(LiveTraining training, ReentrantLock lock, long used) {
        Session(LiveTraining training, long used) {
            this(training, new ReentrantLock(), used);
        }
    }

    /// @param digits that are learned, and those that are held out
    /// @param recorded whose weights can be nudged without a training of one's own
    public LiveTrainings(TrainTestSplit digits, RecordedNudges recorded, Backend backend) {
        this(digits, recorded, backend, System::nanoTime, PATIENCE);
    }

    /// @param nanos a clock
    /// @param patience how long one waits for a training that is doing something else
    LiveTrainings(
            TrainTestSplit digits, RecordedNudges recorded, Backend backend, LongSupplier nanos, Duration patience) {
        this.recorded = new Session(recorded.training(), 0);
        this.digits = digits;
        this.backend = backend;
        this.nanos = nanos;
        this.patience = patience;
    }

    /// Starts a training: `{"seed": 1, "rate": 0.2}`.
    ///
    /// @return its `session`, and its first `frame`
    /// @throws PageRefusal if the request is wrong, or all trainings are busy
    public JsonObject start(String request) {
        PageQuestion asked = PageQuestion.of(request);
        double rate = asked.number("rate", LEAST_RATE, MOST_RATE);
        Seed seed = Seed.of(asked.whole("seed", 0, MOST_SEED));
        LiveTraining training = new LiveTraining(digits, seed, rate, backend);
        return JsonObject.builder()
                .put("session", keep(training))
                .put("frame", training.frame().json())
                .build();
    }

    /// Takes steps: `{"session": "1", "steps": 5}`.
    ///
    /// @return the `frame` after them, fewer if its numbers are no longer finite
    /// @throws PageRefusal if the request is wrong, or there is no such training, or it has no steps left
    public JsonObject step(String request) {
        PageQuestion asked = PageQuestion.of(request);
        int steps = (int) asked.whole("steps", 1, MOST_STEPS);
        return alone(session(asked.text("session")), training -> {
            if (training.frame().step() + steps > training.most()) {
                throw PageQuestion.wrong("a training here has at most " + training.most() + " steps, of which "
                        + training.frame().step() + " are done: start another");
            }
            return JsonObject.builder().put("frame", training.step(steps).json()).build();
        });
    }

    /// The loss over one weight: `{"session": "1", "variable": "conv2d.filters", "index": 4}`; without a session of the
    /// recorded network.
    ///
    /// @return the `nudge`, the `step` at which the training stands, and its `weights`
    /// @throws PageRefusal if the request is wrong, or there is no such training
    public JsonObject nudge(String request) {
        PageQuestion asked = PageQuestion.of(request);
        String variable = asked.text("variable");
        int index = (int) asked.whole("index", 0, Integer.MAX_VALUE);
        return alone(asked.has("session") ? session(asked.text("session")) : recorded, training -> {
            if (training.frame().ended() != null) {
                throw PageQuestion.wrong("the training has ended, its numbers are no longer finite: start another");
            }
            try {
                return training.json(WeightNudge.of(training.probe(), variable, index));
            } catch (IllegalArgumentException e) {
                throw PageQuestion.wrong(String.valueOf(e.getMessage()));
            }
        });
    }

    private synchronized String keep(LiveTraining training) {
        forgetIdle();
        if (sessions.size() >= MOST) {
            String longest = sessions.entrySet().stream()
                    .filter(session -> !session.getValue().lock().isLocked())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> busy(MOST + " trainings are at work: end one"));
            sessions.remove(longest);
        }
        String name = Long.toString(++started);
        sessions.put(name, new Session(training, nanos.getAsLong()));
        return name;
    }

    /// The session of a name, which is from now on the one that was asked for last.
    synchronized Session session(String name) {
        forgetIdle();
        Session session = sessions.remove(name);
        if (session == null) {
            throw new PageRefusal(
                    PageRefusal.Reason.UNKNOWN, "there is no such training, or no longer: start another");
        }
        Session used = new Session(session.training(), session.lock(), nanos.getAsLong());
        sessions.put(name, used);
        return used;
    }

    private void forgetIdle() {
        long now = nanos.getAsLong();
        sessions.values().removeIf(session -> now - session.used() > IDLE.toNanos());
    }

    /// Does one thing with a training, when what was asked of it before is done.
    JsonObject alone(Session session, Function<LiveTraining, JsonObject> work) {
        try {
            if (!session.lock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("the training is still at work on what was asked before: wait for its answer");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw busy("the server is being closed");
        }
        try {
            return work.apply(session.training());
        } finally {
            session.lock().unlock();
        }
    }

    private static PageRefusal busy(String message) {
        return new PageRefusal(PageRefusal.Reason.BUSY, message);
    }
}

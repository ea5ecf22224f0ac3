package dev.fovea.backend;

import dev.fovea.graph.Program;

/// Something that runs programs. Chosen once at the start, named in every log, never changed in mid-run.
public interface Backend extends AutoCloseable {
    /// Names the backend and its kernels, as in `cpu, vector 512`.
    String name();

    /// What the user can do to make it faster, in one line; empty if nothing.
    String advice();

    /// The threads that share the work of a step.
    int threads();

    /// Makes a program ready to run for batches of up to `capacity` samples.
    ///
    /// @throws OutOfMemory if its memory plan does not fit
    Executable compile(Program program, Store store, int capacity);

    /// Binds a loop over the elements `from` … `to − 1`, such as an optimizer's update, that the backend's
    /// threads share each time it is run. What a range computes must not depend on where the ranges are
    /// cut. Running it allocates nothing.
    Runnable share(int from, int to, Range body);

    /// Ends the backend's threads.
    @Override
    void close();

    /// A loop over the elements `from` … `to − 1`.
    interface Range {
        void run(int from, int to);
    }

    /// A plan needs more memory than there is. The message says what it needs and what would do.
    final class OutOfMemory extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String needs;
        private final long batch;
        private final long heapGigabytes;

        /// @param needs what it needs, and what there is
        /// @param batch the most samples that fit; 0 where a smaller batch is no cure
        /// @param heapGigabytes of a heap (`java -Xmx`) in which it fits; 0 where none is large enough
        public OutOfMemory(String needs, long batch, long heapGigabytes) {
            super(line(needs, batch == 0 ? "" : "a batch of " + batch, heapGigabytes == 0
                    ? ""
                    : "a heap of " + heapGigabytes + " GB"));
            this.needs = needs;
            this.batch = batch;
            this.heapGigabytes = heapGigabytes;
        }

        private static String line(String needs, String smaller, String larger) {
            String use = smaller.isEmpty() && larger.isEmpty()
                    ? "a smaller network"
                    : smaller + (smaller.isEmpty() || larger.isEmpty() ? "" : " or ") + larger;
            return needs + ": use " + use;
        }

        /// The message in the words of who asked.
        ///
        /// @param smaller how to say the batch that fits; empty to leave it out
        /// @param larger how to say the heap that is large enough; empty likewise
        public String line(String smaller, String larger) {
            return line(needs, smaller, larger);
        }

        /// The most samples that fit; 0 where a smaller batch is no cure.
        public long batch() {
            return batch;
        }

        /// Of a heap in which it fits; 0 where none is large enough.
        public long heapGigabytes() {
            return heapGigabytes;
        }
    }
}

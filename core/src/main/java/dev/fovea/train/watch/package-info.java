/// What looks on while a network is trained: the progress bar, the CSV log, early stopping. All are callbacks; the
/// loop knows none of them.
@NullMarked
package dev.fovea.train.watch;

import org.jspecify.annotations.NullMarked;

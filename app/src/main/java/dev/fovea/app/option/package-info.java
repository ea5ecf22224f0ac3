/// Options that several commands have, and what the words on a command line stand for.
@NullMarked
package dev.fovea.app.option;

import org.jspecify.annotations.NullMarked;

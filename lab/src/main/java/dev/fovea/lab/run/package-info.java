/// What a run is: its folder with the settings, the checkpoints and the result; who may write into it; pictures of
/// one's own.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.lab.run;

import org.jspecify.annotations.NullMarked;

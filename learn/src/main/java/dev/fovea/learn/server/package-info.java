/// The site over HTTP, on this machine alone, with the engine behind it.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.learn.server;

import org.jspecify.annotations.NullMarked;

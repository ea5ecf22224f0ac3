/// The page of results, made of what the runs of the recipes came to.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.lab.results;

import org.jspecify.annotations.NullMarked;

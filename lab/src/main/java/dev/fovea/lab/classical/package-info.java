/// What told pictures apart before networks did: a support vector machine on pixels, or on histograms of gradients.
/// Networks are compared with it.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.lab.classical;

import org.jspecify.annotations.NullMarked;

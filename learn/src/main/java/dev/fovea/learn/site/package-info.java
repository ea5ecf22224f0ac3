/// The site as files: pages of the worked examples, and the pages that move, in two languages, with nothing from
/// elsewhere.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.learn.site;

import org.jspecify.annotations.NullMarked;

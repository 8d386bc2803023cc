/** What operators ask for in the same terms of every station, and how each version says it. */
@NullMarked
package io.galvan.central.neutral;

import org.jspecify.annotations.NullMarked;

/** What HTTP has that more than one of our ports speaks. */
@NullMarked
package io.galvan.central.http;

import org.jspecify.annotations.NullMarked;

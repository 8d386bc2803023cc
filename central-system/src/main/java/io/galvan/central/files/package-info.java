/** What chargers fetch and send over plain HTTP: firmware images, diagnostics and logs. */
@NullMarked
package io.galvan.central.files;

import org.jspecify.annotations.NullMarked;

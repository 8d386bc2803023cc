/** Files in chunks. */
@NullMarked
package io.galvan.charger.file;

import org.jspecify.annotations.NullMarked;

/** Files in chunks. */
@NullMarked
package io.galvan.contract.file;

import org.jspecify.annotations.NullMarked;

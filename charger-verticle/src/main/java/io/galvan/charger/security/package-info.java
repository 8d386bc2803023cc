/** Security profiles and installed certificates. */
@NullMarked
package io.galvan.charger.security;

import org.jspecify.annotations.NullMarked;

/** Credit of prepaid tokens. */
@NullMarked
package io.galvan.auth.credit;

import org.jspecify.annotations.NullMarked;

/** Users and their sessions. */
@NullMarked
package io.galvan.contract.user;

import org.jspecify.annotations.NullMarked;

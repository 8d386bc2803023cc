/** Users, their sessions and sign-up. */
@NullMarked
package io.galvan.auth.user;

import org.jspecify.annotations.NullMarked;

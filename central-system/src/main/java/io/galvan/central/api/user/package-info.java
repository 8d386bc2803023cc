/** Operations of the API. People, their sessions, and the keys of programs. */
@NullMarked
package io.galvan.central.api.user;

import org.jspecify.annotations.NullMarked;

/** What the blocks of the auth service share. */
@NullMarked
package io.galvan.auth.block;

import org.jspecify.annotations.NullMarked;

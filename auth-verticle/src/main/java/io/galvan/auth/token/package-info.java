/** IdTokens: verdicts and terms. */
@NullMarked
package io.galvan.auth.token;

import org.jspecify.annotations.NullMarked;

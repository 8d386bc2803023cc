/** IdTokens: verdicts and terms. */
@NullMarked
package io.galvan.contract.token;

import org.jspecify.annotations.NullMarked;

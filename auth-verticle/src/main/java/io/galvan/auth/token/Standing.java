package io.galvan.auth.token;

import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens.TokenStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a token stands, whoever shows it wherever: what {@link Verdicts} makes a verdict of.
 *
 * @param expiresAt the earlier of its own end and its group's
 * @param groupType of the group's own token
 * @param type null fits any
 */
record Standing(
    TokenStatus status,
    @Nullable Instant expiresAt,
    @Nullable String group,
    @Nullable String groupType,
    @Nullable Integer maxActiveTransactions,
    @Nullable String type,
    @Nullable TokenTerms terms) {}

package io.galvan.platform.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for chargers where neither they nor their site have a policy. Null says nothing.
 *
 * @param freeVending idTokens that nobody stored are accepted
 * @param heartbeatIntervalS told in the boot answer
 * @param measurands what is metered, the most wanted first
 * @param sampleIntervalS between meter values of a transaction; 0 is none
 * @param clockAlignedIntervalS between meter values at full intervals of the day; 0 is none
 * @param triggerBootAfterS a charger that connected and did not boot for so long is asked to; 0 is
 *     never
 * @param takeInventory a charger of 2.x is asked for its device model
 */
public record PolicySettings(
    boolean freeVending,
    int heartbeatIntervalS,
    @Nullable Boolean localAuthorizeOffline,
    @Nullable Boolean localPreAuthorize,
    @Nullable Boolean allowOfflineTxForUnknownId,
    @Nullable Boolean stopTransactionOnInvalidId,
    @Nullable List<String> measurands,
    @Nullable Integer sampleIntervalS,
    @Nullable Integer clockAlignedIntervalS,
    int triggerBootAfterS,
    @Nullable Boolean takeInventory) {}

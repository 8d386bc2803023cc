package io.galvan.charger.smartcharging;

import io.galvan.charger.block.Followers;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** Charging profiles: templates, and those that charging stations hold. */
public final class SmartChargingBlock {
  public SmartChargingBlock(Wiring wiring, Followers followers) {
    var store = new ChargingProfileStore();
    followers.add(new HeldProfiles(store));
    var profiles =
        new ChargingProfileService(wiring.platform(), wiring.pool(), wiring.writer(), store);
    wiring.hear(Subscription.CHARGER, profiles::hear);
    wiring.serve(ChargingProfiles.LIST_TEMPLATES, profiles::listTemplates);
    wiring.serve(ChargingProfiles.GET_TEMPLATE, profiles::getTemplate);
    wiring.serve(ChargingProfiles.CREATE_TEMPLATE, profiles::createTemplate);
    wiring.serve(ChargingProfiles.REPLACE_TEMPLATE, profiles::replaceTemplate);
    wiring.serve(ChargingProfiles.DELETE_TEMPLATE, profiles::deleteTemplate);
    wiring.serve(ChargingProfiles.ASSIGN, profiles::assign);
    wiring.serve(ChargingProfiles.LIST, profiles::list);
    wiring.serve(ChargingProfiles.NUMBER, profiles::number);
  }
}

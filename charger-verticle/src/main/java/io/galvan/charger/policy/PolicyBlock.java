package io.galvan.charger.policy;

import io.galvan.charger.block.Followers;
import io.galvan.charger.devicemodel.FleetVariableStore;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.policy.WantedVariables;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.function.Function;

/** How charging stations are to behave: policies, configuration keys, wanted variables. */
public final class PolicyBlock {
  private final PolicyService policies;

  /**
   * @param campaigns makes the campaigns that repair variables
   */
  public PolicyBlock(
      Wiring wiring, Followers followers, Function<NewCampaign, Future<Campaign>> campaigns) {
    policies =
        new PolicyService(
            wiring.platform(), wiring.pool(), wiring.keyed(), wiring.writer(), new PolicyStore());
    wiring.serve(Policies.DEFAULT, policies::standard);
    wiring.serve(Policies.GET, policies::get);
    wiring.serve(Policies.SET, policies::set);
    wiring.serve(Policies.EFFECTIVE, policies::effective);
    var configuration =
        new ConfigurationService(wiring.pool(), wiring.writer(), new ConfigurationStore());
    followers.add(new ToldConfiguration(configuration));
    wiring.serve(Configurations.STORE, configuration::store);
    wiring.serve(Configurations.GET, configuration::get);
    var wanted =
        new WantedService(
            wiring.pool(), wiring.writer(), new WantedStore(), new FleetVariableStore(), campaigns);
    wiring.serve(WantedVariables.LIST, wanted::list);
    wiring.serve(WantedVariables.GET, wanted::get);
    wiring.serve(WantedVariables.CREATE, wanted::create);
    wiring.serve(WantedVariables.REPLACE, wanted::replace);
    wiring.serve(WantedVariables.DELETE, wanted::delete);
    wiring.serve(WantedVariables.DRIFT, wanted::drift);
    wiring.serve(WantedVariables.REPAIR, wanted::repair);
  }

  public PolicyService policies() {
    return policies;
  }
}

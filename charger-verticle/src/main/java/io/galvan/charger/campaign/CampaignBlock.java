package io.galvan.charger.campaign;

import io.galvan.contract.campaign.Campaigns;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;

/** One command to many charging stations. */
public final class CampaignBlock {
  private final CampaignService campaigns;

  public CampaignBlock(Wiring wiring) {
    campaigns =
        new CampaignService(wiring.settings(), wiring.pool(), wiring.writer(), new CampaignStore());
    wiring.everyMinute("deleting old campaigns", campaigns::deleteOld);
    wiring.everySecond("moving campaigns on", campaigns::moveOn);
    wiring.serve(Campaigns.CREATE, campaigns::create);
    wiring.serve(Campaigns.GET, campaigns::get);
    wiring.serve(Campaigns.LIST, campaigns::list);
    wiring.serve(Campaigns.RESULTS, campaigns::results);
    wiring.serve(Campaigns.CANCEL, campaigns::cancel);
  }

  public Future<Campaign> create(NewCampaign campaign) {
    return campaigns.create(campaign);
  }

  /** A command of the campaign has ended. */
  public void moved(String campaignId) {
    campaigns.moved(campaignId);
  }
}

package io.galvan.charger.locallist;

import io.galvan.charger.block.Followers;
import io.galvan.charger.command.CommandStore;
import io.galvan.charger.policy.ConfigurationStore;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.platform.service.Wiring;

/** Local authorization lists. */
public final class LocalListBlock {
  public LocalListBlock(Wiring wiring, Followers followers) {
    var store = new LocalListStore();
    var lists =
        new LocalListService(
            wiring.bus(), wiring.pool(), wiring.writer(), store, new ConfigurationStore());
    followers.add(lists);
    followers.add(new ClearedCustomers(new CommandStore(), store));
    wiring.serve(LocalLists.GET, lists::get);
    wiring.serve(LocalLists.PLAN, lists::plan);
  }
}

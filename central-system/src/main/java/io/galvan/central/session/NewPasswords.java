package io.galvan.central.session;

import io.galvan.contract.registration.Identities;
import io.galvan.contract.station.PasswordPlaces;
import io.galvan.contract.station.StationCredentials.AnnouncedPassword;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.NetworkConnectionProfile;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariablesRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The passwords that a request of ours brings its station, for itself or a connection profile. */
final class NewPasswords {
  private static final String AUTHORIZATION_KEY = "AuthorizationKey";

  private NewPasswords() {}

  /** Nearly always none. */
  static List<AnnouncedPassword> in(Record request, String chargerId) {
    if (request instanceof ChangeConfigurationRequest change) {
      return change.key().equalsIgnoreCase(AUTHORIZATION_KEY)
          ? at(PasswordPlaces.STATION, change.value())
          : List.of();
    }
    if (request instanceof SetVariablesRequest set) {
      List<AnnouncedPassword> found = new ArrayList<>(0);
      for (SetVariableData data : set.setVariableData()) {
        String place = PasswordPlaces.of(data.component(), data.variable());
        boolean actual = data.attributeType() == null || data.attributeType() == Attribute.Actual;
        if (place != null && actual) {
          found.add(new AnnouncedPassword(place, data.attributeValue()));
        }
      }
      return found;
    }
    if (request instanceof SetNetworkProfileRequest set) {
      NetworkConnectionProfile profile = set.connectionData();
      boolean own = profile.identity() == null || Identities.same(profile.identity(), chargerId);
      return own
          ? at(
              PasswordPlaces.slot(Integer.toString(set.configurationSlot())),
              profile.basicAuthPassword())
          : List.of();
    }
    return List.of();
  }

  private static List<AnnouncedPassword> at(String place, @Nullable String password) {
    return password == null ? List.of() : List.of(new AnnouncedPassword(place, password));
  }
}

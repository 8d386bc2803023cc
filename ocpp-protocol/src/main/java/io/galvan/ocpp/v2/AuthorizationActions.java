package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/** Functional blocks C and D: who may charge, the station's cache of that, and its local list. */
public final class AuthorizationActions {
  public static final Action<AuthorizeRequest, AuthorizeResponse> AUTHORIZE =
      fromCharger("Authorize", AuthorizeRequest.class, AuthorizeResponse.class);

  public static final Action<ClearCacheRequest, ClearCacheResponse> CLEAR_CACHE =
      fromCentral("ClearCache", ClearCacheRequest.class, ClearCacheResponse.class);

  public static final Action<GetLocalListVersionRequest, GetLocalListVersionResponse>
      GET_LOCAL_LIST_VERSION =
          fromCentral(
              "GetLocalListVersion",
              GetLocalListVersionRequest.class,
              GetLocalListVersionResponse.class);

  public static final Action<SendLocalListRequest, SendLocalListResponse> SEND_LOCAL_LIST =
      fromCentral("SendLocalList", SendLocalListRequest.class, SendLocalListResponse.class);

  private AuthorizationActions() {}
}

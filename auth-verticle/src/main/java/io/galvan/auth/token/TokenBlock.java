package io.galvan.auth.token;

import io.galvan.contract.token.Tokens;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** IdTokens: which may charge, where, when and on what terms. */
public final class TokenBlock {
  private final TokenService tokens;

  public TokenBlock(Wiring wiring) {
    tokens =
        new TokenService(
            new TokenStore(wiring.keyed(), wiring.settings().defaultPolicy().freeVending()),
            wiring.writer(),
            wiring.platform().clock(),
            wiring.platform().meters());
    wiring.hear(Subscription.AUTH, new FreeVending(wiring.writer())::hear);
    wiring.serve(Tokens.AUTHORIZE, tokens::authorize);
    wiring.serve(Tokens.LIST, tokens::list);
    wiring.serve(Tokens.GET, tokens::get);
    wiring.serve(Tokens.CREATE, tokens::create);
    wiring.serve(Tokens.REPLACE, tokens::replace);
    wiring.serve(Tokens.DELETE, tokens::delete);
  }

  public TokenService tokens() {
    return tokens;
  }
}

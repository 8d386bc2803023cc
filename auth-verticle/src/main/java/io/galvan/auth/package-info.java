/** The auth service: idTokens, charger credentials, users. It owns the schema {@code auth}. */
package io.galvan.auth;

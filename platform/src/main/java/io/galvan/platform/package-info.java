/** What all services share. A service sees this and the protocol, never another service. */
package io.galvan.platform;

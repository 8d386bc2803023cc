/** OCPP 2.0.1 and 2.1: what stations say, a class a functional block, and where it goes. */
@NullMarked
package io.galvan.central.route.v2;

import org.jspecify.annotations.NullMarked;

/**
 * OCPP 1.6 with its security extension: a record for every request and response, the types they
 * share, and the table of all actions. Component names are the names on the wire; constraints stand
 * on the components. Integers are 32 bits wide except transaction ids and meter registers, which
 * chargers in the field let grow beyond.
 */
@NullMarked
package io.galvan.ocpp.v16;

import org.jspecify.annotations.NullMarked;

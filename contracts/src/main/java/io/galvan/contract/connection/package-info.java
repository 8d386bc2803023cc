/** Connections of charging stations and attempts at them. */
@NullMarked
package io.galvan.contract.connection;

import org.jspecify.annotations.NullMarked;

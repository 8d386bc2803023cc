/** How charging stations are to behave: policies, configuration, wanted variables. */
@NullMarked
package io.galvan.contract.policy;

import org.jspecify.annotations.NullMarked;

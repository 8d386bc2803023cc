/** Mails. */
@NullMarked
package io.galvan.contract.notification;

import org.jspecify.annotations.NullMarked;

/**
 * The notification service: turns events into mails and hands them to an SMTP server. It owns the
 * schema {@code notification}.
 */
package io.galvan.notification;

/**
 * The transaction service: what charging stations tell of transactions, kept as told, and what
 * follows from it.
 */
package io.galvan.transaction;

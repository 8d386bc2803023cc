/** Who owns what only one node at a time may own: leases in the database, with fencing numbers. */
@org.jspecify.annotations.NullMarked
package io.galvan.platform.lease;

/** The charger service: admission, connections, reports, configuration, commands, message log. */
package io.galvan.charger;

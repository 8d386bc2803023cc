/**
 * The operator's page: ES modules as written, no build step; libraries from Maven jars by import
 * map.
 */
package io.galvan.dashboard;

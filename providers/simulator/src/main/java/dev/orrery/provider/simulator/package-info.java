/// A provider with a world of its own on disk: machines that are only lines in a file, but lines
/// that survive everything a real back end would.
package dev.orrery.provider.simulator;

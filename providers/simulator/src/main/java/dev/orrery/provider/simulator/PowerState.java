package dev.orrery.provider.simulator;

enum PowerState {
  RUNNING,
  STOPPED
}

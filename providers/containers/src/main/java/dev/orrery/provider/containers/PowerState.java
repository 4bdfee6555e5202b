package dev.orrery.provider.containers;

enum PowerState {
  RUNNING,
  STOPPED
}

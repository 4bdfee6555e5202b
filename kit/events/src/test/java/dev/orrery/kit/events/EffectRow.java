package dev.orrery.kit.events;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// Hibernate Reactive starts only where there is an entity.
@Entity
@Table(name = "effect")
class EffectRow {
  @Id Long place;
  String consumer;
  String resource;
  Long version;
}

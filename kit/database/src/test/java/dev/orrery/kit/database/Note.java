package dev.orrery.kit.database;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class Note {
  @Id String id;
  String body;

  Note() {}

  Note(String id, String body) {
    this.id = id;
    this.body = body;
  }
}

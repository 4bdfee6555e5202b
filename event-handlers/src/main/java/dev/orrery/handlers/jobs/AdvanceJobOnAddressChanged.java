package dev.orrery.handlers.jobs;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.ChangeEvent;
import dev.orrery.kit.events.EventHandler;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Safe to run twice: the address is noted under its own id, and a step that is done stays done.
@ApplicationScoped
class AdvanceJobOnAddressChanged implements EventHandler<AddressSnapshot> {
  private static final String REFUSED = "allocationfailed";

  private final Jobs jobs;
  private final JobFlow flow;
  private final Addresses addresses;

  AdvanceJobOnAddressChanged(Jobs jobs, JobFlow flow, Addresses addresses) {
    this.jobs = jobs;
    this.flow = flow;
    this.addresses = addresses;
  }

  @Override
  public String consumer() {
    return "handlers-advance-job-on-address";
  }

  @Override
  public Set<String> events() {
    return Set.of("ipaddress.*");
  }

  @Override
  public Class<AddressSnapshot> snapshot() {
    return AddressSnapshot.class;
  }

  @Override
  public Verdict handle(ChangeEvent<AddressSnapshot> event, Transaction transaction) {
    var instance = instanceOf(event);
    var address = event.after();
    if (instance.isEmpty() || address == null) {
      addresses.release(transaction, event.resource().uuid());
      return new Verdict.Done();
    }
    transaction.deferWrites();
    // The lock comes first: a job planned at this very moment must see the note, or be seen here.
    var waiting = jobs.of(transaction, instance.get().uuid());
    note(transaction, event, instance.get(), address);
    waiting.stream()
        .filter(AdvanceJobOnAddressChanged::waitsForAddress)
        .forEach(loaded -> jobs.change(transaction, loaded, job -> flow.advance(transaction, job)));
    // Whether one is the newest is asked of the database.
    transaction.flush();
    waiting.stream()
        .filter(AdvanceJobOnAddressChanged::failedForWantOfAnAddress)
        .filter(loaded -> jobs.isNewest(transaction, loaded.job()))
        .filter(_ -> !addresses.of(transaction, instance.get().uuid()).isEmpty())
        .forEach(loaded -> jobs.change(transaction, loaded, job -> flow.reopen(transaction, job)));
    return new Verdict.Done();
  }

  private void note(
      Transaction transaction,
      ChangeEvent<AddressSnapshot> event,
      TypeId instance,
      AddressSnapshot snapshot) {
    var address = snapshot.address();
    if (event.verb().equals(REFUSED) || address == null) {
      addresses.refuse(
          transaction,
          instance.uuid(),
          new Addresses.Refusal(
              Objects.requireNonNullElse(snapshot.code(), "ALLOCATION_FAILED"),
              Objects.requireNonNullElse(snapshot.message(), "no address could be allocated")));
    } else {
      addresses.assign(
          transaction, event.resource().uuid(), instance.uuid(), withoutLength(address));
    }
  }

  private static boolean waitsForAddress(LoadedJob loaded) {
    return !loaded.job().status.isOver()
        && loaded.current().map(step -> step.kind == StepKind.ADDRESS).orElse(false);
  }

  /// It came late, but it came: somebody made room in the prefix.
  private static boolean failedForWantOfAnAddress(LoadedJob loaded) {
    return loaded.job().status == WorkStatus.FAILED
        && loaded.current().map(step -> step.kind == StepKind.ADDRESS).orElse(false);
  }

  /// An address says itself who uses it. A refusal is related to who asked.
  private static Optional<TypeId> instanceOf(ChangeEvent<AddressSnapshot> event) {
    var address = event.after();
    if (address != null && address.instance() != null) {
      return Optional.of(address.instance());
    }
    return event.verb().equals(REFUSED)
        ? event.related().stream().filter(id -> id.prefix().equals("inst")).findFirst()
        : Optional.empty();
  }

  private static String withoutLength(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }
}
